"""Why a coupon is refused."""

from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError


class CouponRefused(ShopError):
    """A coupon that takes nothing off, and why."""

    code = "coupon_not_applicable"
    kind = ErrorKind.INVALID
    message = "This coupon does not apply to the cart."


class CouponNotFound(CouponRefused):
    """No coupon has this code, or it was switched off."""

    code = "coupon_not_found"
    message = "There is no such coupon."


class CouponNotStarted(CouponRefused):
    """Its time has not come."""

    code = "coupon_not_started"
    message = "This coupon is not valid yet."


class CouponExpired(CouponRefused):
    """Its time is over."""

    code = "coupon_expired"
    message = "This coupon has expired."


class CouponExhausted(CouponRefused):
    """It was used as often as it may be, by everybody together."""

    code = "coupon_exhausted"
    message = "This coupon has been used up."


class CouponAlreadyUsed(CouponRefused):
    """This customer used it as often as one may."""

    code = "coupon_already_used"
    message = "You have already used this coupon."


class CouponMinimumNotMet(CouponRefused):
    """The cart is worth too little."""

    code = "coupon_minimum_not_met"
    message = "The cart does not reach this coupon's minimum."


class CouponNotApplicable(CouponRefused):
    """Nothing in the cart, or not this customer, is what the coupon is for."""


class CouponNotCombinable(CouponRefused):
    """Another coupon stands in its way."""

    code = "coupon_not_combinable"
    message = "This coupon can't be combined with another one."


class UnknownCoupon(ShopError):
    """The address names no coupon."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Not found."


class CouponCodeTaken(InvalidFields):
    """Another coupon has the code."""

    def __init__(self) -> None:
        super().__init__({"code": ["A coupon with this code already exists."]})
