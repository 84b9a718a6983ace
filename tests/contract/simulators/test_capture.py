import pytest

from tests.contract.simulators.caller import an_order, capture_in, issues, link, money


def test_nothing_is_captured_before_the_payer_agrees(caller):
    order_id = caller.order()
    answer = caller.capture(order_id)
    assert (answer.status_code, issues(answer)) == (422, ["ORDER_NOT_APPROVED"])
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"


def test_an_approved_order_is_captured_once(caller):
    order_id = caller.approved(invoice_id="2511-0001")
    answer = caller.capture(order_id)
    assert answer.status_code == 201
    capture = capture_in(answer.json())
    assert answer.json()["status"] == "COMPLETED"
    assert capture["status"] == "COMPLETED"
    assert capture["amount"] == money("12.10")
    assert capture["custom_id"] == "attempt-1"
    assert capture["invoice_id"] == "2511-0001"
    assert capture["seller_receivable_breakdown"]["paypal_fee"] == money("0.70")
    assert capture["seller_receivable_breakdown"]["net_amount"] == money("11.40")
    again = caller.capture(order_id)
    assert (again.status_code, issues(again)) == (422, ["ORDER_ALREADY_CAPTURED"])


def test_a_minimal_response_tells_nothing_of_the_money(caller):
    assert set(caller.capture(caller.approved(), prefer="return=minimal").json()) == {"id", "status", "links"}


def test_an_empty_body_captures(caller):
    assert caller.post(f"/v2/checkout/orders/{caller.approved()}/capture", b"").status_code == 201


def test_a_capture_is_read_on_its_own(caller):
    order_id = caller.approved()
    capture = capture_in(caller.capture(order_id).json())
    alone = caller.get(f"/v2/payments/captures/{capture['id']}").json()
    assert alone["supplementary_data"]["related_ids"]["order_id"] == order_id
    assert alone["payee"]["merchant_id"] == caller.paypal.config.merchant_id
    assert alone["amount"] == capture["amount"]


def test_every_unit_is_captured(caller):
    units = [{"reference_id": name, "custom_id": name, "amount": money("5.00")} for name in ("a", "b")]
    order_id = caller.create({**an_order(), "purchase_units": units}).json()["id"]
    caller.paypal.act_as_payer(order_id)
    order = caller.capture(order_id).json()
    captures = [unit["payments"]["captures"] for unit in order["purchase_units"]]
    assert [[capture["custom_id"] for capture in each] for each in captures] == [["a"], ["b"]]


def test_a_declined_instrument_sends_the_payer_back_to_the_same_order(caller):
    order_id = caller.order()
    caller.paypal.act_as_payer(order_id, "decline")
    refused = caller.capture(order_id, key="first")
    assert (refused.status_code, issues(refused)) == (422, ["INSTRUMENT_DECLINED"])
    assert link(refused.json(), "redirect") == f"{caller.paypal.base_url}/checkoutnow?token={order_id}"
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"
    caller.paypal.act_as_payer(order_id, "second_card")
    assert issues(caller.capture(order_id, key="first")) == ["INSTRUMENT_DECLINED"]
    assert caller.capture(order_id, key="second").status_code == 201


def test_a_payer_action_is_asked_for_with_its_own_link(caller):
    caller.paypal.configure(capture_outcome="PAYER_ACTION_REQUIRED")
    order_id = caller.approved()
    refused = caller.capture(order_id)
    assert issues(refused) == ["PAYER_ACTION_REQUIRED"]
    assert link(refused.json(), "payer-action")
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"


FINAL = ["TRANSACTION_REFUSED", "PAYER_CANNOT_PAY", "COMPLIANCE_VIOLATION", "PAYEE_BLOCKED_TRANSACTION"]


@pytest.mark.parametrize("issue", [*FINAL, "PERMISSION_DENIED"])
def test_other_refusals_leave_the_order_approved(caller, issue):
    caller.paypal.configure(capture_outcome=issue)
    order_id = caller.approved()
    answer = caller.capture(order_id)
    assert issues(answer) == [issue]
    assert answer.status_code == (403 if issue == "PERMISSION_DENIED" else 422)
    assert caller.status_of(order_id) == "APPROVED"


def test_ten_attempts_are_the_most(caller):
    caller.paypal.configure(capture_outcome="INSTRUMENT_DECLINED")
    order_id = caller.order()
    for _ in range(10):
        caller.paypal.act_as_payer(order_id)
        assert issues(caller.capture(order_id)) == ["INSTRUMENT_DECLINED"]
    caller.paypal.act_as_payer(order_id)
    assert issues(caller.capture(order_id)) == ["MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"]


def test_the_sandbox_header_forces_a_refusal(caller):
    order_id = caller.approved()
    mock = {"PayPal_Mock_Response": '{"mock_application_codes": "INSTRUMENT_DECLINED"}'}
    assert issues(caller.post(f"/v2/checkout/orders/{order_id}/capture", {}, **mock)) == ["INSTRUMENT_DECLINED"]
    assert caller.status_of(order_id) == "APPROVED"


def test_a_pending_capture_is_finished_by_the_clock(caller, inbox):
    caller.paypal.configure(capture_outcome="PENDING", capture_reason="ECHECK", pending_for_s=60)
    capture = caller.captured()
    assert (capture["status"], capture["status_details"]) == ("PENDING", {"reason": "ECHECK"})
    caller.paypal.advance(59)
    path = f"/v2/payments/captures/{capture['id']}"
    assert caller.get(path).json()["status"] == "PENDING"
    caller.paypal.advance(1)
    assert caller.get(path).json()["status"] == "COMPLETED"
    assert inbox.kinds == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.CAPTURE.COMPLETED"]


def test_a_pending_capture_may_be_denied(caller, inbox):
    caller.paypal.configure(capture_outcome="PENDING", pending_for_s=None)
    capture = caller.captured()
    caller.paypal.advance(30 * 86_400)
    assert caller.get(f"/v2/payments/captures/{capture['id']}").status_code == 401  # the token, not the capture, is old
    caller.paypal.end_capture(capture["id"], "DENIED")
    caller.paypal.drain_webhooks()
    assert inbox.kinds[-1] == "PAYMENT.CAPTURE.DENIED"
    assert inbox.received[-1].event["resource"]["status"] == "DECLINED"


def test_money_may_be_taken_back_from_the_merchant(caller, inbox):
    capture = caller.captured()
    caller.paypal.end_capture(capture["id"], "REVERSED")
    caller.paypal.drain_webhooks()
    assert inbox.kinds[-1] == "PAYMENT.CAPTURE.REVERSED"
    assert link(inbox.received[-1].event["resource"], "up") == link(capture, "self")
    assert caller.get(f"/v2/payments/captures/{capture['id']}").json()["status"] == "REFUNDED"


def test_the_cents_decide_without_configuration(caller):
    first = caller.approved("10.01")
    assert issues(caller.capture(first)) == ["INSTRUMENT_DECLINED"]
    caller.paypal.act_as_payer(first)
    assert capture_in(caller.capture(first).json())["status"] == "COMPLETED"
    reviewed, denied = caller.captured("10.02"), caller.captured("10.03")
    assert [reviewed["status_details"], denied["status_details"]] == [{"reason": "PENDING_REVIEW"}] * 2
    assert caller.captured("10.04")["status"] == "DECLINED"
    caller.paypal.advance(60)
    states = [caller.get(f"/v2/payments/captures/{each['id']}").json()["status"] for each in (reviewed, denied)]
    assert states == ["COMPLETED", "DECLINED"]


def test_a_configured_outcome_overrides_the_cents(caller):
    caller.paypal.configure(capture_outcome="COMPLETED")
    assert [caller.captured(f"10.0{cents}")["status"] for cents in range(1, 5)] == ["COMPLETED"] * 4


@pytest.mark.parametrize("currency", ["JPY", "HUF"])
def test_currencies_without_cents_have_no_cents_to_decide(caller, currency):
    order_id = caller.order("1002", currency)
    caller.paypal.act_as_payer(order_id)
    assert capture_in(caller.capture(order_id).json())["status"] == "COMPLETED"


def test_another_amount_currency_or_payee_may_be_captured(caller):
    caller.paypal.configure(capture_value="1.00", capture_currency="USD", capture_payee="SHQPSTRANGER2")
    order_id = caller.approved()
    order = caller.capture(order_id).json()
    assert capture_in(order)["amount"] == money("1.00", "USD")
    assert order["purchase_units"][0]["amount"] == money("12.10")
    assert order["purchase_units"][0]["payee"] == {"merchant_id": "SHQPSTRANGER2"}


def test_an_invoice_is_paid_twice_only_where_the_account_allows_it(caller):
    caller.captured(invoice_id="2511-0001")
    caller.captured(invoice_id="2511-0001")
    caller.paypal.configure(block_duplicate_invoices=True)
    assert issues(caller.capture(caller.approved(invoice_id="2511-0001"))) == ["DUPLICATE_INVOICE_ID"]
    assert caller.captured(invoice_id="2511-0002")["status"] == "COMPLETED"


def test_a_declined_payment_does_not_use_up_its_invoice(caller):
    caller.paypal.configure(block_duplicate_invoices=True, capture_outcome="DECLINED")
    assert caller.captured(invoice_id="2511-0001")["status"] == "DECLINED"
    caller.paypal.configure(capture_outcome="COMPLETED")
    assert caller.captured(invoice_id="2511-0001")["status"] == "COMPLETED"
