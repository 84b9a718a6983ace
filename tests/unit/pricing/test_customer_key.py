"""Who counts as the same customer when coupons are limited?"""

import pytest

from shop_domain.pricing.customer_key import customer_key
from tests.builders import a_user_id

USER = a_user_id()


def test_a_user_is_the_same_customer_whatever_the_address():
    assert customer_key(USER, "ann@example.com") == customer_key(USER, None)
    assert customer_key(USER, None) != customer_key(a_user_id(), None)


@pytest.mark.parametrize("spelling", ["ANN@example.com", " ann@example.com ", "\uff41nn@example.com"])
def test_a_guest_is_the_same_customer_however_the_address_is_spelled(spelling):
    assert customer_key(None, spelling) == customer_key(None, "ann@example.com")


@pytest.mark.parametrize("email", [None, ""])
def test_a_guest_without_an_address_is_nobody_yet(email):
    assert customer_key(None, email) is None


def test_no_guest_can_pass_for_a_user():
    assert customer_key(None, f"user:{USER}") != customer_key(USER, None)
