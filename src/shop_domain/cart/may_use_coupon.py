"""May this code be put on the cart?"""

from collections.abc import Sequence

from msgspec.structs import replace

from shop_domain.cart.errors import CartFull, CouponNotInCart
from shop_domain.cart.limits import MAX_COUPONS
from shop_domain.cart.model import Cart
from shop_domain.pricing.coupon_eligibility import Basket, refusal_of
from shop_domain.pricing.coupon_stacking import may_join
from shop_domain.pricing.errors import CouponNotCombinable, CouponNotFound
from shop_domain.pricing.model import HeldCoupon


def with_coupon(cart: Cart, code: str, known: Sequence[HeldCoupon], basket: Basket) -> Cart:
    """Put a coupon on the cart; one that is on it already changes nothing.

    `known` are the coupons of the cart and of the code. Raises the refusals of coupon_eligibility.py, CouponNotFound,
    CouponNotCombinable or CartFull.
    """
    if code in cart.coupon_codes:
        return cart
    held = next((held for held in known if held.coupon.code == code), None)
    if held is None:
        raise CouponNotFound(coupon=code)
    if refusal := refusal_of(held, basket):
        raise refusal
    if not may_join(held.coupon, (other.coupon for other in known)):
        raise CouponNotCombinable(coupon=code)
    if len(cart.coupon_codes) >= MAX_COUPONS:
        raise CartFull(f"A cart holds at most {MAX_COUPONS} coupons.")
    return replace(cart, coupon_codes=(*cart.coupon_codes, code))


def without_coupon(cart: Cart, code: str) -> Cart:
    """Take a coupon off the cart; raise CouponNotInCart."""
    if code not in cart.coupon_codes:
        raise CouponNotInCart
    return replace(cart, coupon_codes=tuple(held for held in cart.coupon_codes if held != code))


def with_valid_coupons(cart: Cart, known: Sequence[HeldCoupon], basket: Basket) -> Cart:
    """Keep those of the cart's coupons that may be used, in their order, as long as each may join those before it."""
    kept: list[HeldCoupon] = []
    for held in known:
        if refusal_of(held, basket) is None and may_join(held.coupon, (other.coupon for other in kept)):
            kept.append(held)
    codes = tuple(held.coupon.code for held in kept if held.coupon.code in cart.coupon_codes)
    return replace(cart, coupon_codes=codes)
