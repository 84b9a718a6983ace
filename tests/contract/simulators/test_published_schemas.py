"""PayPal's own description of its API, held against what the simulator takes and refuses."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.simulators import published_schemas as published
from tests.contract.simulators.caller import an_experience, an_order, issues, money

pytestmark = pytest.mark.skipif(
    not published.AVAILABLE,
    reason=f"PayPal's published API descriptions are not at {published.FOLDER} (set SHOP_PAYPAL_SCHEMAS): "
    "the simulator was NOT held against them",
)

FULL = an_order(
    amount={
        **money("12.10"),
        "breakdown": {"item_total": money("10.00"), "tax_total": money("2.10"), "shipping": money("0.00")},
    },
    reference_id="default",
    invoice_id="2511-0001",
    description="Order 2511-0001",
    soft_descriptor="CASA OLIVO",
    payee={"merchant_id": "SHQPMERCHANT2", "email_address": "shop@shop.example"},
    items=[
        {
            "name": "Soap",
            "quantity": "1",
            "unit_amount": money("10.00"),
            "tax": money("2.10"),
            "sku": "sku-1",
            "description": "Olive",
            "category": "PHYSICAL_GOODS",
        }
    ],
)
FULL["payment_source"]["paypal"]["experience_context"] = an_experience(
    locale="es-ES",
    shipping_preference="NO_SHIPPING",
    landing_page="LOGIN",
    payment_method_preference="IMMEDIATE_PAYMENT_REQUIRED",
)
OLD = {
    "intent": "CAPTURE",
    "purchase_units": [{"amount": money("1.00")}],
    "application_context": an_experience(landing_page="BILLING", shipping_preference="NO_SHIPPING", locale="en"),
}
REFUND = {"amount": money("1.00"), "custom_id": "r-1", "invoice_id": "2511-0001", "note_to_payer": "Sorry"}
STRUCTURES: list[Any] = [
    *(
        None,
        1,
        True,
        "x",
        [],
        {},
        [{}],
        [1],
        [[]],
        ["x"] * 11,
        {"currency_code": "EUR"},
        {"value": "1.00"},
        money("1.00"),
    )
]
TRIED: list[Any] = [
    *(None, 1, True, [], {}, "", "x", "0", "-1", "-1.5", ".5", "1.", "1e3", "+1", "1,5", "NaN", "0x1f", " 1", "EUR"),
    *("EURO", "eur", "\N{EURO SIGN}", "a b", "x" * 22, "x" * 23, "x" * 127, "x" * 128, "x" * 256, "x" * 257, "9" * 32),
    *("9" * 33, "9999999999", "10000000000", "en-US", "EN", "zh-Hant-TW", "es-419", "english", "PAY_NOW", "pay_now"),
    *("LOGIN", "BILLING", "GUEST_CHECKOUT", "CAPTURE", "AUTHORIZE", "SHQPMERCHANT2", "SHQPMERCHANT0", "a@b.example"),
]


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], bool]]:
    """Yield the path of everything in a document, and whether it is a single value."""
    inner = dict(enumerate(document)) if isinstance(document, list) else document
    is_single = not isinstance(inner, dict)
    yield path, is_single
    for name, value in {} if is_single else inner.items():
        yield from places(value, (*path, name))


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    copied = copy.deepcopy(document)
    if not path:
        return value
    place = copied
    for name in path[:-1]:
        place = place[name]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copied


REMOVED = object()


def variations(document: Any) -> Iterator[Any]:
    yield document
    for path, is_single in places(document):
        for value in [*(TRIED if is_single else STRUCTURES), *([REMOVED] if path else [])]:
            yield changed(document, path, value)


def is_url_issue(answer):
    """The description only hints at the form of addresses, which the validator does not check."""
    return all(detail["field"].endswith("_url") for detail in answer.json().get("details", [{"field": ""}]))


@pytest.mark.parametrize("document", [FULL, OLD], ids=["wallet", "old context"])
def test_the_same_orders_are_taken_and_refused(caller, document):
    caller.validates = False  # once is enough
    seen = {True: 0, False: 0}
    for body in variations(document):
        errors = published.request_errors("orders.create", body)
        answer = caller.post("/v2/checkout/orders", json.dumps(body).encode())
        is_taken = answer.status_code != 400
        assert is_taken == (not errors) or is_url_issue(answer), (body, errors, answer.text)
        seen[is_taken] += 1
    assert min(seen.values()) > 50, seen


def test_the_same_refunds_are_taken_and_refused(caller):
    caller.paypal.configure(capture_outcome="COMPLETED")
    path = f"/v2/payments/captures/{caller.captured('100000.00')['id']}/refund"
    for body in variations(REFUND):
        errors = published.request_errors("captures.refund", body)
        answer = caller.post(path, json.dumps(body).encode())
        assert (answer.status_code != 400) == (not errors), (body, errors, answer.text)


def test_the_texts_of_refusals_are_the_published_ones(caller):
    answer = caller.capture(caller.order())
    assert issues(answer) == ["ORDER_NOT_APPROVED"]
    assert "Payer has not yet approved" in answer.json()["details"][0]["description"]


def test_an_available_schema_is_validated_against(caller):
    answer = caller.get(f"/v2/checkout/orders/{caller.order()}")
    answer._content = answer.content.replace(b'"PAYER_ACTION_REQUIRED"', b'"PERHAPS"')
    assert published.response_errors(answer)
    refused = caller.capture(caller.order())
    refused._content = refused.content.replace(b"ORDER_NOT_APPROVED", b"NEVER_HEARD_OF")
    assert published.response_errors(refused)
