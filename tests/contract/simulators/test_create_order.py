import pytest

from tests.contract.simulators import published_schemas as published
from tests.contract.simulators.caller import an_experience, an_order, issues, link, money


def test_a_wallet_order_waits_for_the_payer(caller):
    order = caller.create(an_order()).json()
    assert order["status"] == "PAYER_ACTION_REQUIRED"
    assert link(order, "payer-action") == f"{caller.paypal.base_url}/checkoutnow?token={order['id']}"
    assert link(order, "approve") is None


@pytest.mark.parametrize("rest", [{}, {"application_context": an_experience()}])
def test_an_order_without_a_wallet_is_created_with_the_old_link(caller, rest):
    order = caller.create({"intent": "CAPTURE", "purchase_units": [{"amount": money("5.00")}], **rest}).json()
    assert order["status"] == "CREATED"
    assert link(order, "approve") == f"{caller.paypal.base_url}/checkoutnow?token={order['id']}"
    assert link(order, "payer-action") is None


def test_the_response_is_minimal_unless_the_representation_is_wanted(caller):
    assert set(caller.create(an_order()).json()) == {"id", "status", "links"}
    whole = caller.create(an_order(), Prefer="return=representation").json()
    assert whole["purchase_units"][0]["custom_id"] == "attempt-1"
    assert whole["purchase_units"][0]["reference_id"] == "default"


def test_reading_an_order_shows_all_of_it(caller):
    order_id = caller.order(invoice_id="2511-0001")
    order = caller.get(f"/v2/checkout/orders/{order_id}").json()
    assert order["purchase_units"][0]["invoice_id"] == "2511-0001"
    assert order["purchase_units"][0]["amount"] == money("12.10")
    assert order["purchase_units"][0]["payee"] == {"merchant_id": caller.paypal.config.merchant_id}


@pytest.mark.parametrize("order_id", ["NOSUCHORDER", "lower-case"])
def test_an_unknown_order_is_not_found(caller, order_id):
    answer = caller.get(f"/v2/checkout/orders/{order_id}")
    assert (answer.status_code, answer.json()["name"]) == (404, "RESOURCE_NOT_FOUND")
    assert issues(answer) == ["INVALID_RESOURCE_ID"]


def unit(**changes):
    return {**an_order()["purchase_units"][0], **changes}


def item(**changes):
    return {"name": "Soap", "quantity": "1", "unit_amount": money("12.10"), **changes}


SHAPE = {
    "no intent": ({"intent": None}, "/intent", "MISSING_REQUIRED_PARAMETER"),
    "a strange intent": ({"intent": "SALE"}, "/intent", "INVALID_PARAMETER_VALUE"),
    "no units": ({"purchase_units": []}, "/purchase_units", "INVALID_ARRAY_MIN_ITEMS"),
    "eleven units": ({"purchase_units": [unit()] * 11}, "/purchase_units", "INVALID_ARRAY_MAX_ITEMS"),
    "a unit without an amount": ({"purchase_units": [{}]}, "/purchase_units/0/amount", "MISSING_REQUIRED_PARAMETER"),
    "a number as amount": (
        {"purchase_units": [{"amount": {"currency_code": "EUR", "value": 12.1}}]},
        "/purchase_units/0/amount/value",
        "INVALID_PARAMETER_SYNTAX",
    ),
    "an amount in words": (
        {"purchase_units": [unit(amount=money("twelve"))]},
        "/purchase_units/0/amount/value",
        "INVALID_PARAMETER_SYNTAX",
    ),
    "an amount in scientific notation": (
        {"purchase_units": [unit(amount=money("1e2"))]},
        "/purchase_units/0/amount/value",
        "INVALID_PARAMETER_SYNTAX",
    ),
    "a long amount": (
        {"purchase_units": [unit(amount=money("1" * 33))]},
        "/purchase_units/0/amount/value",
        "INVALID_STRING_LENGTH",
    ),
    "a currency of four letters": (
        {"purchase_units": [unit(amount=money("1.00", "EURO"))]},
        "/purchase_units/0/amount/currency_code",
        "INVALID_STRING_LENGTH",
    ),
    "a long custom id": (
        {"purchase_units": [unit(custom_id="x" * 128)]},
        "/purchase_units/0/custom_id",
        "INVALID_STRING_LENGTH",
    ),
    "an empty invoice id": (
        {"purchase_units": [unit(invoice_id="")]},
        "/purchase_units/0/invoice_id",
        "INVALID_STRING_LENGTH",
    ),
    "no quantity": (
        {"purchase_units": [unit(items=[item(quantity="0")])]},
        "/purchase_units/0/items/0/quantity",
        "INVALID_PARAMETER_SYNTAX",
    ),
    "a strange category": (
        {"purchase_units": [unit(items=[item(category="FOOD")])]},
        "/purchase_units/0/items/0/category",
        "INVALID_PARAMETER_VALUE",
    ),
    "a return address that is none": (
        {"payment_source": {"paypal": {"experience_context": an_experience(return_url="shop/back")}}},
        "/payment_source/paypal/experience_context/return_url",
        "INVALID_PARAMETER_SYNTAX",
    ),
    "an unknown landing page": (
        {"payment_source": {"paypal": {"experience_context": an_experience(landing_page="BILLING")}}},
        "/payment_source/paypal/experience_context/landing_page",
        "INVALID_PARAMETER_VALUE",
    ),
    "a card": ({"payment_source": {"card": {"number": "4111"}}}, "/payment_source/card", "NOT_SUPPORTED"),
}


@pytest.mark.parametrize("wrong", SHAPE)
def test_a_request_of_the_wrong_shape_is_refused_at_its_field(caller, wrong):
    change, field, issue = SHAPE[wrong]
    body = {name: value for name, value in (an_order() | change).items() if value is not None}
    answer = caller.create(body)
    assert (answer.status_code, answer.json()["name"]) == (400, "INVALID_REQUEST")
    assert [(detail["field"], detail["issue"]) for detail in answer.json()["details"]] == [(field, issue)]
    assert caller.paypal.state()["orders"] == []


def test_all_that_is_wrong_is_told_at_once(caller):
    answer = caller.create(an_order(amount={"value": 1}, custom_id=""))
    assert sorted(issues(answer)) == ["INVALID_PARAMETER_SYNTAX", "INVALID_STRING_LENGTH", "MISSING_REQUIRED_PARAMETER"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"a":}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_malformed(caller, body):
    answer = caller.post("/v2/checkout/orders", body)
    assert (answer.status_code, issues(answer)) == (400, ["MALFORMED_REQUEST_JSON"])


def test_only_json_is_read(caller):
    answer = caller.post("/v2/checkout/orders", b"a=b", Content_Type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["name"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_payment_source_needs_a_request_id(caller):
    answer = caller.create(an_order(), key=None)
    assert (answer.status_code, issues(answer)) == (400, ["PAYPAL_REQUEST_ID_REQUIRED"])


def test_a_request_id_may_be_108_letters_long(caller):
    assert caller.create(an_order(), key="k" * 108).status_code == 201
    assert issues(caller.create(an_order(), key="k" * 109)) == ["INVALID_STRING_LENGTH"]


def test_unknown_fields_are_taken_but_told(caller):
    assert caller.create(an_order() | {"colour": "blue"}).status_code == 201
    assert caller.paypal.state()["unknown_fields"] == ["/v2/checkout/orders: /colour"]


def with_parts(value, currency="EUR", items=(), **parts):
    breakdown = {name: money(part, currency) for name, part in parts.items()}
    return an_order(amount={**money(value, currency), "breakdown": breakdown}, items=list(items))


def goods(price, quantity="1", tax=None, currency="EUR"):
    line = {"name": "Soap", "quantity": quantity, "unit_amount": money(price, currency)}
    return line if tax is None else {**line, "tax": money(tax, currency)}


SUMS = {
    "parts that do not add up": (with_parts("12.10", item_total="10.00", tax_total="2.00"), ["AMOUNT_MISMATCH"]),
    "a discount added": (with_parts("11.00", item_total="10.00", discount="1.00"), ["AMOUNT_MISMATCH"]),
    "lines without their total": (an_order(items=[goods("12.10")]), ["ITEM_TOTAL_REQUIRED"]),
    "lines that do not add up": (
        with_parts("10.00", item_total="10.00", items=[goods("3.33", "3")]),
        ["ITEM_TOTAL_MISMATCH"],
    ),
    "taxes without their total": (
        with_parts("10.00", item_total="10.00", items=[goods("10.00", tax="2.10")]),
        ["TAX_TOTAL_REQUIRED"],
    ),
    "tax per line": (
        with_parts("22.10", item_total="20.00", tax_total="2.10", items=[goods("10.00", "2", tax="2.10")]),
        ["TAX_TOTAL_MISMATCH"],
    ),
    "a negative part": (with_parts("10.00", item_total="11.00", shipping="-1.00"), ["CANNOT_BE_NEGATIVE"]),
    "nothing to pay": (an_order("0.00"), ["CANNOT_BE_ZERO_OR_NEGATIVE"]),
    "less than nothing": (an_order("-1.00"), ["CANNOT_BE_ZERO_OR_NEGATIVE"]),
    "a tenth of a cent": (an_order("1.001"), ["DECIMAL_PRECISION"]),
    "too much": (an_order("1000000000000000.00"), ["MAX_VALUE_EXCEEDED"]),
    "money of nowhere": (an_order("1.00", "XXX"), ["INVALID_CURRENCY_CODE"]),
    "two currencies": (
        an_order(amount={**money("1.00"), "breakdown": {"item_total": money("1.00", "USD")}}),
        ["MULTI_CURRENCY_ORDER"],
    ),
    "a second unit without a name": (
        {**an_order(), "purchase_units": [unit(), unit(reference_id="b")]},
        ["REFERENCE_ID_REQUIRED"],
    ),
    "two units of one name": (
        {**an_order(), "purchase_units": [unit(reference_id="b"), unit(reference_id="b")]},
        ["DUPLICATE_REFERENCE_ID"],
    ),
    "an authorization": ({**an_order(), "intent": "AUTHORIZE"}, ["UNSUPPORTED_INTENT"]),
}


@pytest.mark.parametrize("wrong", SUMS)
def test_wrong_sums_are_refused(caller, wrong):
    body, expected = SUMS[wrong]
    answer = caller.create(body)
    assert (answer.status_code, answer.json()["name"]) == (422, "UNPROCESSABLE_ENTITY")
    assert issues(answer) == expected


@pytest.mark.parametrize("currency", ["JPY", "HUF", "TWD"])
def test_some_currencies_have_no_decimals(caller, currency):
    assert caller.create(an_order("1200", currency)).status_code == 201
    caller.validates = False  # the published list of this operation lacks the code
    assert issues(caller.create(an_order("1200.00", currency))) == ["DECIMALS_NOT_SUPPORTED"]
    caller.validates = published.AVAILABLE
    caller.paypal.configure(decimals_issue="DECIMAL_PRECISION")
    assert issues(caller.create(an_order("1200.00", currency))) == ["DECIMAL_PRECISION"]


def test_right_sums_are_taken(caller):
    lines = [goods("10.00", "2", tax="2.10"), goods("0.50", "3", tax="0.00")]
    parts = {"item_total": "21.50", "tax_total": "4.20", "shipping": "5.00", "handling": "1.00", "insurance": "0.30"}
    body = with_parts("30.00", items=lines, discount="1.00", shipping_discount="1.00", **parts)
    assert caller.create(body).status_code == 201


def test_orders_are_not_changed(caller):
    answer = caller.http.patch(f"/v2/checkout/orders/{caller.order()}")
    assert answer.status_code == 501
