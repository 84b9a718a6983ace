"""When is a cart abandoned, and when is it deleted?"""

from datetime import timedelta

from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.guest_key import GuestKeyPolicy
from tests.builders import NOW


def test_a_cart_is_abandoned_after_a_month_and_a_guests_is_deleted_after_three():
    expiry = CartExpiry()
    assert expiry.abandon_before(NOW) == NOW - timedelta(days=30)
    assert expiry.delete_before(NOW) == NOW - timedelta(days=90)


def test_a_guests_cart_is_kept_as_long_as_its_key_is_good():
    assert CartExpiry().deleted_after >= GuestKeyPolicy(secret=b"").lifetime
