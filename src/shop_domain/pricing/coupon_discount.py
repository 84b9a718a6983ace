"""How much does a coupon take off a sum, taken alone?"""

from shop_domain.kernel.money import Money, Rounding, zero
from shop_domain.pricing.model import Coupon, CouponKind


def discount_on(coupon: Coupon, eligible_total: Money) -> Money:
    """Tell what the coupon takes off the covered sum: never more than the sum, never more than its cap.

    A percentage is rounded half up to the currency's smallest coin.
    """
    match coupon.kind:
        case CouponKind.PERCENTAGE:
            amount = eligible_total.percentage(coupon.value, Rounding.HALF_UP)
            return amount if coupon.max_discount is None else min(amount, coupon.max_discount)
        case CouponKind.FIXED:
            return min(Money(coupon.value, eligible_total.currency), eligible_total)
        case CouponKind.FREE_SHIPPING | CouponKind.BUY_X_GET_Y:
            return zero(eligible_total.currency)
