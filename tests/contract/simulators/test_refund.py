import pytest

from tests.contract.simulators.caller import issues, link, money


def test_a_refund_without_an_amount_gives_all_that_is_left(caller):
    capture = caller.captured("12.10")
    assert caller.refund(capture["id"], "2.10").status_code == 201
    rest = caller.refund(capture["id"]).json()
    assert rest["amount"] == money("10.00")
    assert rest["seller_payable_breakdown"]["total_refunded_amount"] == money("12.10")
    assert caller.get(f"/v2/payments/captures/{capture['id']}").json()["status"] == "REFUNDED"


def test_a_part_leaves_the_capture_partly_refunded(caller):
    capture = caller.captured("12.10")
    refund = caller.refund(capture["id"], "2.10").json()
    assert (refund["status"], refund["amount"]) == ("COMPLETED", money("2.10"))
    assert refund["custom_id"] == "attempt-1"
    assert link(refund, "up") == f"{caller.paypal.base_url}/v2/payments/captures/{capture['id']}"
    assert caller.get(f"/v2/payments/captures/{capture['id']}").json()["status"] == "PARTIALLY_REFUNDED"
    assert caller.get(f"/v2/payments/refunds/{refund['id']}").json() == refund


def test_a_minimal_response_has_no_amount(caller):
    answer = caller.refund(caller.captured()["id"], Prefer="return=minimal")
    assert set(answer.json()) == {"id", "status", "links"}


WRONG = {
    "a cent too much": ("12.11", "EUR", "REFUND_AMOUNT_EXCEEDED"),
    "nothing": ("0.00", "EUR", "CANNOT_BE_ZERO_OR_NEGATIVE"),
    "less than nothing": ("-1.00", "EUR", "CANNOT_BE_ZERO_OR_NEGATIVE"),
    "a tenth of a cent": ("1.001", "EUR", "DECIMAL_PRECISION"),
    "another currency": ("1.00", "USD", "REFUND_CAPTURE_CURRENCY_MISMATCH"),
    "yen with decimals": ("1.00", "JPY", "DECIMALS_NOT_SUPPORTED"),
    "money of nowhere": ("1.00", "XXX", "INVALID_CURRENCY_CODE"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_amount_is_refused_and_moves_nothing(caller, wrong):
    value, currency, issue = WRONG[wrong]
    capture = caller.captured("12.10")
    answer = caller.refund(capture["id"], value, currency)
    assert (answer.status_code, issues(answer)) == (422, [issue])
    assert caller.paypal.state()["refunds"] == []


def test_what_was_refunded_cannot_be_refunded_again(caller):
    capture = caller.captured("12.10")
    caller.refund(capture["id"], "12.00")
    assert issues(caller.refund(capture["id"], "0.11")) == ["REFUND_AMOUNT_EXCEEDED"]
    assert caller.refund(capture["id"], "0.10").status_code == 201
    assert issues(caller.refund(capture["id"], "0.01")) == ["CAPTURE_FULLY_REFUNDED"]


def test_money_that_never_came_is_not_given_back(caller):
    caller.paypal.configure(capture_outcome="PENDING")
    assert issues(caller.refund(caller.captured()["id"])) == ["PENDING_CAPTURE"]
    caller.paypal.configure(capture_outcome="DECLINED")
    assert issues(caller.refund(caller.captured()["id"])) == ["REFUND_NOT_ALLOWED"]


def test_after_180_days_it_is_too_late(caller):
    capture = caller.captured()
    caller.paypal.advance(180 * 86_400)
    caller.token = caller.authenticate().json()["access_token"]
    assert caller.refund(capture["id"], "1.00").status_code == 201
    caller.paypal.advance(1)
    assert issues(caller.refund(capture["id"], "1.00")) == ["REFUND_TIME_LIMIT_EXCEEDED"]


def test_the_number_of_refunds_may_be_limited(caller):
    caller.paypal.configure(max_refunds=1)
    capture = caller.captured()
    caller.refund(capture["id"], "1.00")
    assert issues(caller.refund(capture["id"], "1.00")) == ["MAX_NUMBER_OF_REFUNDS_EXCEEDED"]


def test_a_refusal_may_be_configured(caller):
    caller.paypal.configure(refund_outcome="REFUND_FAILED_INSUFFICIENT_FUNDS")
    assert issues(caller.refund(caller.captured()["id"])) == ["REFUND_FAILED_INSUFFICIENT_FUNDS"]


@pytest.mark.parametrize(
    ("end", "event", "capture_status"),
    [("COMPLETED", "PAYMENT.CAPTURE.REFUNDED", "REFUNDED"), ("FAILED", "PAYMENT.REFUND.FAILED", "COMPLETED")],
)
def test_a_pending_refund_counts_until_it_fails(caller, inbox, end, event, capture_status):
    caller.paypal.configure(refund_outcome="PENDING", refund_pending_ends=end)
    capture = caller.captured()
    refund = caller.refund(capture["id"]).json()
    assert (refund["status"], refund["status_details"]) == ("PENDING", {"reason": "ECHECK"})
    assert issues(caller.refund(capture["id"], "0.01")) == ["CAPTURE_FULLY_REFUNDED"]
    caller.paypal.advance(60)
    assert caller.get(f"/v2/payments/refunds/{refund['id']}").json()["status"] == end
    assert caller.get(f"/v2/payments/captures/{capture['id']}").json()["status"] == capture_status
    assert inbox.kinds[-2:] == ["PAYMENT.REFUND.PENDING", event]


def test_unknown_captures_and_refunds_are_not_found(caller):
    for answer in (
        caller.refund("NOSUCH"),
        caller.get("/v2/payments/captures/NOSUCH"),
        caller.get("/v2/payments/refunds/NOSUCH"),
    ):
        assert (answer.status_code, issues(answer)) == (404, ["INVALID_RESOURCE_ID"])


def test_texts_of_a_refund_have_limits(caller):
    path = f"/v2/payments/captures/{caller.captured()['id']}/refund"
    assert issues(caller.post(path, {"note_to_payer": "x" * 256})) == ["INVALID_STRING_LENGTH"]
    assert issues(caller.post(path, {"amount": {"value": "1.00"}})) == ["MISSING_REQUIRED_PARAMETER"]
    assert caller.post(path, {"note_to_payer": "x" * 255}).status_code == 201
