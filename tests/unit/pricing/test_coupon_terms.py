"""Which terms a coupon may have."""

from typing import Any

import pytest
from hypothesis import given
from uuid_utils.compat import uuid7

from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import Money
from shop_domain.pricing.coupon_terms import CouponInput, coupon_from_input, coupon_input
from shop_domain.pricing.model import Coupon, CouponId, CouponKind
from tests.unit.pricing.pricing_strategies import coupons


def made(**terms) -> Coupon:
    values: dict[str, Any] = {"code": "ten", "kind": CouponKind.PERCENTAGE, "value": "10", **terms}
    return coupon_from_input(CouponInput(**values), coupon_id=CouponId(uuid7()), uses=0, version=0, shop_currency="EUR")


@given(coupons("KWD", "ANY"))
def test_terms_written_down_and_read_again_are_the_same(candidate):
    coupon = candidate.coupon
    again = coupon_from_input(
        coupon_input(coupon), coupon_id=coupon.id, uses=coupon.uses, version=coupon.version, shop_currency="EUR"
    )
    assert again == coupon


def test_amounts_without_a_currency_are_in_the_shops_own():
    assert made(minimum_subtotal="20").minimum_subtotal == Money(2_000, "EUR")
    assert made(kind=CouponKind.FIXED, value="1.5").currency == "EUR"
    assert made().currency is None


def test_every_fault_is_named_at_once():
    with pytest.raises(InvalidFields) as refusal:
        made(code="??", value="0", max_discount="x", max_uses=0)
    assert set(refusal.value.fields) == {"code", "value", "max_discount", "max_uses"}
