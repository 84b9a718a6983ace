"""What does a shopper say about the order to come, and can it be so?"""

from typing import Any

import pytest

from shop_domain.cart.cart_details import CartDetails
from shop_domain.cart.model import Cart
from shop_domain.kernel.errors import InvalidFields
from tests.builders import a_cart, a_line

HOME = {"city": "London"}
CART = a_cart(email="ann@example.com", note="ring twice", shipping_address=HOME, billing_address=HOME)


def changed(cart: Cart = CART, **given: Any) -> Cart:
    return CartDetails(**given).apply_to(cart, currencies={"EUR", "USD"}, is_address=lambda text: "@" in text)


def wrong_fields(cart: Cart = CART, **given: Any) -> list[str]:
    with pytest.raises(InvalidFields) as wrong:
        changed(cart, **given)
    return list(wrong.value.fields)


def test_what_is_not_said_stays():
    assert changed() == CART


@pytest.mark.parametrize("field", ["email", "note", "shipping_address", "billing_address"])
def test_none_takes_a_detail_away(field):
    given: dict[str, Any] = {field: None}
    assert getattr(changed(**given), field) is None


@pytest.mark.parametrize("field", ["email", "note"])
def test_an_empty_text_is_none(field):
    given: dict[str, Any] = {field: ""}
    assert getattr(changed(**given), field) is None


def test_a_new_detail_replaces_the_old_one():
    cart = changed(email="bob@example.com", note="once", shipping_address={"city": "Leeds"})
    assert (cart.email, cart.note, cart.shipping_address) == ("bob@example.com", "once", {"city": "Leeds"})
    assert cart.billing_address == HOME


def test_every_field_that_can_not_be_is_named():
    assert wrong_fields(email="ann", shipping_method_id="express", currency="JPY") == [
        "shipping_method_id",
        "email",
        "currency",
    ]


def test_an_empty_cart_may_change_its_currency_and_one_with_items_may_not():
    assert changed(currency="USD").currency == "USD"
    assert wrong_fields(a_cart(a_line()), currency="USD") == ["currency"]
    assert changed(a_cart(a_line()), currency="EUR").currency == "EUR"
