"""Whose cart is meant, and what is the shopper shown?"""

import pytest

from shop_domain.cart.model import CartStatus
from shop_domain.cart.resolved_cart import empty_cart, provisional_cart_id, require_version
from shop_domain.kernel.errors import StaleVersion
from tests.builders import NOW, a_cart, a_guest_owner, a_user_owner

OWNERS = [a_user_owner(), a_user_owner(), a_guest_owner(), a_guest_owner()]


def test_a_cart_that_is_not_stored_yet_has_the_same_id_at_each_look_and_another_for_each_owner():
    ids = [provisional_cart_id(owner) for owner in OWNERS]
    assert ids == [provisional_cart_id(owner) for owner in OWNERS]
    assert len(set(ids)) == len(OWNERS)
    assert {id_.version for id_ in ids} == {7}


def test_an_empty_cart_is_active_and_was_never_stored():
    cart = empty_cart(provisional_cart_id(OWNERS[0]), OWNERS[0], "EUR", NOW)
    assert (cart.status, cart.lines, cart.version, cart.currency) == (CartStatus.ACTIVE, (), 0, "EUR")


@pytest.mark.parametrize("expected", [None, 3])
def test_a_change_of_this_version_or_of_any_passes(expected):
    require_version(a_cart(version=3), expected)


@pytest.mark.parametrize("expected", [0, 2, 4])
def test_a_change_of_another_version_is_refused(expected):
    with pytest.raises(StaleVersion):
        require_version(a_cart(version=3), expected)
