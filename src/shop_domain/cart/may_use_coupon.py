"""May this code be put on the cart?"""

from collections.abc import Sequence

from msgspec.structs import replace

from shop_domain.cart.errors import CartFull, CouponNotInCart
from shop_domain.cart.limits import MAX_COUPONS
from shop_domain.cart.model import Cart
from shop_domain.pricing.coupon_eligibility import CouponContext, ineligibility_reason
from shop_domain.pricing.coupon_stacking import may_combine
from shop_domain.pricing.errors import CouponNotCombinable, CouponNotFound
from shop_domain.pricing.model import CouponWithUsage


def with_coupon(cart: Cart, code: str, known: Sequence[CouponWithUsage], context: CouponContext) -> Cart:
    """Put a coupon on the cart; one that is on it already changes nothing.

    `known` are the coupons of the cart and of the code. Raises the refusals of coupon_eligibility.py, CouponNotFound,
    CouponNotCombinable or CartFull.
    """
    if code in cart.coupon_codes:
        return cart
    candidate = next((candidate for candidate in known if candidate.coupon.code == code), None)
    if candidate is None:
        raise CouponNotFound(coupon=code)
    if refusal := ineligibility_reason(candidate, context):
        raise refusal
    if not may_combine(candidate.coupon, (other.coupon for other in known)):
        raise CouponNotCombinable(coupon=code)
    if len(cart.coupon_codes) >= MAX_COUPONS:
        raise CartFull(f"A cart holds at most {MAX_COUPONS} coupons.")
    return replace(cart, coupon_codes=(*cart.coupon_codes, code))


def without_coupon(cart: Cart, code: str) -> Cart:
    """Remove a coupon from the cart; raise CouponNotInCart."""
    if code not in cart.coupon_codes:
        raise CouponNotInCart
    return replace(cart, coupon_codes=tuple(candidate for candidate in cart.coupon_codes if candidate != code))


def with_valid_coupons(cart: Cart, known: Sequence[CouponWithUsage], context: CouponContext) -> Cart:
    """Keep those of the cart's coupons that may be used, in their order, as long as each may join those before it."""
    kept: list[CouponWithUsage] = []
    for candidate in known:
        if ineligibility_reason(candidate, context) is None and may_combine(
            candidate.coupon, (other.coupon for other in kept)
        ):
            kept.append(candidate)
    codes = tuple(candidate.coupon.code for candidate in kept if candidate.coupon.code in cart.coupon_codes)
    return replace(cart, coupon_codes=codes)
