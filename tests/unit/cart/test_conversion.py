"""How a cart becomes an order, and comes back."""

import pytest
from msgspec.structs import replace

from shop_domain.cart.conversion import converted, reopened
from shop_domain.cart.model import CartStatus
from tests.builders import NOW, a_cart, a_guest_owner, a_line, a_user_owner

CART = a_cart(a_line(quantity=2), coupon_codes=("TEN",), note="Ring", version=3)


def test_only_an_active_cart_becomes_an_order():
    assert converted(CART, NOW) == replace(CART, status=CartStatus.CONVERTED)
    for status in set(CartStatus) - {CartStatus.ACTIVE}:
        with pytest.raises(ValueError, match="can't become"):
            converted(replace(CART, status=status), NOW)


def test_a_cart_comes_back_as_it_was():
    assert reopened(converted(CART, NOW), owner=CART.owner, newer=None, now=NOW) == (CART,)


def test_a_cart_that_is_back_already_stays_as_it_is():
    for status in set(CartStatus) - {CartStatus.CONVERTED}:
        assert reopened(replace(CART, status=status), owner=CART.owner, newer=None, now=NOW) == ()


def test_a_newer_cart_takes_everything_and_the_old_one_is_merged():
    newer = a_cart(a_line(CART.lines[0].variant_id), a_line(), owner=CART.owner, coupon_codes=("FIVE",))
    old, merged = reopened(converted(CART, NOW), owner=CART.owner, newer=newer, now=NOW)
    assert old == replace(CART, status=CartStatus.MERGED)
    assert (merged.id, merged.status, merged.coupon_codes) == (newer.id, CartStatus.ACTIVE, ("FIVE", "TEN"))
    assert [line.quantity for line in merged.lines] == [3, 1]


def test_a_guests_cart_comes_back_to_the_user_who_took_the_guest_over():
    guest_cart = replace(CART, owner=a_guest_owner())
    user = a_user_owner()
    (back,) = reopened(converted(guest_cart, NOW), owner=user, newer=None, now=NOW)
    assert back == replace(guest_cart, owner=user)
