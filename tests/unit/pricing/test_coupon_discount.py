"""How much does a coupon take off a sum, taken alone?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.money import Money, zero
from shop_domain.pricing.coupon_discount import discount_on
from shop_domain.pricing.model import CouponKind
from tests.builders import a_coupon, eur
from tests.unit.pricing.pricing_strategies import coupons


@given(coupons("EUR", "ANY"), st.integers(0, 10**7))
def test_a_discount_is_never_more_than_the_sum_nor_than_its_cap_and_never_less_than_nothing(candidate, minor):
    discount = discount_on(candidate.coupon, eur(minor))
    assert zero("EUR") <= discount <= eur(minor)
    assert candidate.coupon.max_discount is None or discount <= candidate.coupon.max_discount


@pytest.mark.parametrize(
    ("terms", "minor", "expected"),
    [
        ({"value": 1_000}, 1_004, 100),
        ({"value": 1_000}, 1_005, 101),
        ({"value": 10_000}, 1_005, 1_005),
        ({"value": 1_000, "max_discount": eur(50)}, 1_000, 50),
        ({"kind": CouponKind.FIXED, "value": 500}, 1_000, 500),
        ({"kind": CouponKind.FIXED, "value": 500}, 499, 499),
        ({"kind": CouponKind.FREE_SHIPPING}, 1_000, 0),
        ({"kind": CouponKind.BUY_X_GET_Y}, 1_000, 0),
    ],
)
def test_each_kind_takes_off_what_it_says(terms, minor, expected):
    assert discount_on(a_coupon(**terms), eur(minor)) == eur(expected)


def test_a_percentage_is_rounded_half_up_to_the_smallest_coin_of_its_currency():
    assert discount_on(a_coupon(value=1_000), Money(15, "JPY")) == Money(2, "JPY")
