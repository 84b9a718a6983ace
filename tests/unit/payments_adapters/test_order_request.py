"""What PayPal is told about an order."""

from typing import Any

import pytest
from msgspec.structs import replace

from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.order_request import build_order_request
from tests.unit.payments_adapters.sample_requests import START

ACCOUNT = PayPalAccount(base_url="", client_id="c", client_secret="hunter2", webhook_id=None, brand_name="Shop")


def built(brand_name: str = "Shop", **changed: Any) -> dict[str, Any]:
    request: dict[str, Any] = build_order_request(replace(START, **changed), replace(ACCOUNT, brand_name=brand_name))
    return {**request["purchase_units"][0], **request["payment_source"]["paypal"]["experience_context"]}


def test_our_reference_comes_back_in_every_report():
    request = built(reference="REF1")
    assert (request["custom_id"], request["invoice_id"]) == ("REF1", "REF1")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Order 1", "Order 1"), ("  a\tb\n", "a b"), ("x" * 200, "x" * 127), ("€" * 200, "€" * 127), ("\x00", "1")],
)
def test_texts_are_printable_and_short(text: str, kept: str):
    assert built(description=text)["description"] == kept


@pytest.mark.parametrize(("language", "locale"), [("es-ES", "es-ES"), ("en", None), ("EN-us", None), ("x", None)])
def test_only_a_locale_that_paypal_takes_is_sent(language: str, locale: str | None):
    assert built(language=language).get("locale") == locale


def test_no_brand_is_better_than_an_empty_one():
    assert "brand_name" not in built(brand_name=" ")
    assert built(brand_name="Shop")["brand_name"] == "Shop"


def test_the_secret_is_not_shown_with_the_account():
    assert "hunter2" not in f"{ACCOUNT!r}{ACCOUNT}{[ACCOUNT]}"
