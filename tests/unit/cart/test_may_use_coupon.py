"""May this code be put on the cart?"""

import pytest

from shop_domain.cart.cart_pricing import pricing_items
from shop_domain.cart.errors import CartFull, CouponNotInCart
from shop_domain.cart.limits import MAX_COUPONS
from shop_domain.cart.may_use_coupon import with_coupon, with_valid_coupons, without_coupon
from shop_domain.pricing.coupon_eligibility import CouponContext
from shop_domain.pricing.errors import CouponExpired, CouponNotCombinable, CouponNotFound
from tests.builders import NOW, a_cart, a_coupon_with_usage, a_line, an_offer

MUG = a_line(quantity=2)
TEN, FIVE = a_coupon_with_usage(), a_coupon_with_usage(code="FIVE", value=500)
ALONE, OLD = a_coupon_with_usage(code="ALONE", stackable=False), a_coupon_with_usage(code="OLD", ends_at=NOW)


def cart_with(*codes: str):
    return a_cart(MUG, coupon_codes=codes)


def context() -> CouponContext:
    items = pricing_items(cart_with(), {MUG.variant_id: an_offer(MUG)})
    return CouponContext(items=items, currency="EUR", has_ordered=False, now=NOW)


def test_a_coupon_is_added_after_those_that_are_there():
    assert with_coupon(cart_with("FIVE"), "TEN", [FIVE, TEN], context()).coupon_codes == ("FIVE", "TEN")


def test_one_that_is_on_the_cart_changes_nothing():
    cart = cart_with("OLD")
    assert with_coupon(cart, "OLD", [OLD], context()) is cart


@pytest.mark.parametrize(
    ("on_cart", "code", "known", "refusal"),
    [
        ((), "NONE", [], CouponNotFound),
        ((), "OLD", [OLD], CouponExpired),
        (("TEN",), "ALONE", [TEN, ALONE], CouponNotCombinable),
        (("ALONE",), "TEN", [ALONE, TEN], CouponNotCombinable),
        (tuple(f"C{n}" for n in range(MAX_COUPONS)), "TEN", [TEN], CartFull),
    ],
)
def test_a_coupon_that_may_not_be_used_is_refused_for_its_reason(on_cart, code, known, refusal):
    with pytest.raises(refusal):
        with_coupon(cart_with(*on_cart), code, known, context())


def test_a_coupon_is_taken_off_and_only_one_that_is_there():
    assert without_coupon(cart_with("TEN", "FIVE"), "TEN").coupon_codes == ("FIVE",)
    with pytest.raises(CouponNotInCart):
        without_coupon(cart_with("TEN"), "FIVE")


@pytest.mark.parametrize(
    ("on_cart", "known", "kept"),
    [
        (("TEN", "FIVE"), [TEN, FIVE], ("TEN", "FIVE")),
        (("TEN", "OLD"), [TEN, OLD], ("TEN",)),
        (("TEN", "ALONE", "FIVE"), [TEN, ALONE, FIVE], ("TEN", "FIVE")),
        (("ALONE", "TEN"), [ALONE, TEN], ("ALONE",)),
        (("TEN", "GONE"), [TEN], ("TEN",)),
        ((), [TEN], ()),
    ],
)
def test_of_two_carts_coupons_those_stay_that_may_be_used_beside_those_before_them(on_cart, known, kept):
    assert with_valid_coupons(cart_with(*on_cart), known, context()).coupon_codes == kept
