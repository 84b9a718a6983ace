"""What order does a cart make?"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.cart.cart_pricing import price_cart
from shop_domain.cart.model import PostalAddress
from shop_domain.checkout.errors import EmailRequired
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.checkout.order_from_cart import order_from_cart
from shop_domain.kernel.errors import InvalidFields
from shop_domain.orders.model import OrderNumber, OrderStatus
from tests.builders import NOW, a_cart, a_coupon_with_usage, a_line, an_offer, eur

HOME: PostalAddress = {"city": "London"}
WORK: PostalAddress = {"city": "Leeds"}
BANK: PostalAddress = {"city": "York"}


def placed(*lines, coupons=(), of_cart=None, **given):
    cart = a_cart(*(lines or (a_line(),)), coupon_codes=tuple(c.coupon.code for c in coupons), **(of_cart or {}))
    offers = {line.variant_id: an_offer(line) for line in cart.lines}
    priced = price_cart(cart, offers=offers, coupons=coupons, has_ordered=False, now=NOW)
    values: dict[str, Any] = {"shipping_address": HOME, "account_email": "ann@example.com", **given}
    details = CheckoutDetails(owner=cart.owner, payment_method="PAYPAL", **values)
    return order_from_cart(priced, details, OrderNumber("SO-1"), NOW, uuid7), priced


lines = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(1, 9)).map(lambda of: a_line(price=eur(of[0]), quantity=of[1])),
    min_size=1,
    max_size=5,
)


@given(lines, st.integers(1, 10_000))
def test_the_lines_of_an_order_sum_to_its_totals(lines, percentage):
    (order, priced) = placed(*lines, coupons=(a_coupon_with_usage(value=percentage),))
    assert sum((line.line_total for line in order.lines), eur(0)) == order.order.subtotal
    assert sum((line.discount for line in order.lines), eur(0)) == order.order.discount_total
    assert order.order.grand_total == priced.totals.grand_total
    assert [(line.variant_id, line.quantity) for line in order.lines] == [(x.variant_id, x.quantity) for x in lines]


def test_an_order_waits_for_its_payment_and_names_the_coupons_that_took_something_off():
    ten, ended = a_coupon_with_usage(), a_coupon_with_usage(code="OLD", ends_at=NOW)
    order = placed(coupons=(ten, ended))[0].order
    assert (order.status, order.number, order.coupon_codes) == (OrderStatus.PENDING, "SO-1", ("TEN",))


@pytest.mark.parametrize(
    ("given", "of_cart", "email"),
    [
        ({"email": "typed@x.example"}, {"email": "cart@x.example"}, "typed@x.example"),
        ({}, {"email": "cart@x.example"}, "ann@example.com"),
        ({"account_email": None}, {"email": "cart@x.example"}, "cart@x.example"),
    ],
)
def test_mail_goes_to_the_address_of_the_order_else_of_the_account_else_of_the_cart(given, of_cart, email):
    assert placed(of_cart=of_cart, **given)[0].order.email == email


def test_an_order_that_nobody_can_be_written_to_about_is_refused():
    with pytest.raises(EmailRequired):
        placed(account_email=None)


@pytest.mark.parametrize(
    ("given", "of_cart", "addresses"),
    [
        ({}, {}, (HOME, HOME)),
        ({"shipping_address": None}, {"shipping_address": WORK}, (WORK, WORK)),
        ({}, {"shipping_address": WORK, "billing_address": BANK}, (HOME, BANK)),
        ({"billing_address": BANK}, {"billing_address": WORK}, (HOME, BANK)),
    ],
)
def test_goods_go_where_the_order_says_else_the_cart_and_so_does_the_bill_unless_told_otherwise(
    given, of_cart, addresses
):
    order = placed(of_cart=of_cart, **given)[0].order
    assert (order.shipping_address, order.billing_address) == addresses


def test_an_order_without_a_destination_is_refused():
    with pytest.raises(InvalidFields) as wrong:
        placed(shipping_address=None)
    assert list(wrong.value.fields) == ["shipping_address"]


@pytest.mark.parametrize(("typed", "kept"), [(None, "as on the cart"), ("", ""), ("typed", "typed")])
def test_a_note_of_the_order_counts_before_that_of_the_cart(typed, kept):
    assert placed(of_cart={"note": "as on the cart"}, note=typed)[0].order.note == kept


def test_a_line_is_frozen_at_the_present_price_and_looks():
    line = a_line(price=eur(900))
    cart = a_cart(line)
    offer = replace(an_offer(line), price=eur(1_000), name="A new name", image="/new.png")
    priced = price_cart(cart, offers={line.variant_id: offer}, coupons=(), has_ordered=False, now=NOW)
    details = CheckoutDetails(
        owner=cart.owner, payment_method="PAYPAL", account_email="ann@example.com", shipping_address=HOME
    )
    (frozen,) = order_from_cart(priced, details, OrderNumber("SO-1"), NOW, uuid7).lines
    assert (frozen.unit_price, frozen.name, frozen.image) == (eur(1_000), "A new name", "/new.png")
