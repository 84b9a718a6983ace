"""Which coupons apply together, and what does each take off which line?

Coupons that may be stacked apply together: each is taken of the full prices of the lines that it is for, the largest
first, and none takes a line below zero. A coupon that may not be stacked applies alone. Where a basket holds both
kinds, what takes more off wins: the best exclusive coupon alone, or all the stackable ones; on a tie the stackable
ones, and among equals the code that sorts first. The others are refused as not combinable.
"""

from collections.abc import Iterable, Sequence

from shop_domain.kernel.allocation import allocate
from shop_domain.kernel.money import Money, zero
from shop_domain.pricing.coupon_discount import discount_on
from shop_domain.pricing.coupon_eligibility import CouponContext, ineligibility_reason
from shop_domain.pricing.coupon_scope import covered_total, covers, sum_money
from shop_domain.pricing.errors import CouponNotApplicable, CouponNotCombinable, CouponRefused
from shop_domain.pricing.model import Coupon, CouponOutcome, CouponWithUsage


def stack_coupons(coupons: Sequence[CouponWithUsage], context: CouponContext) -> tuple[CouponOutcome, ...]:
    """Decide about every coupon: what it takes off each line, or why it takes nothing off."""
    refusals = {candidate.coupon.code: ineligibility_reason(candidate, context) for candidate in coupons}
    usable = [candidate.coupon for candidate in coupons if refusals[candidate.coupon.code] is None]
    winners = _best(usable, context)
    return tuple(
        winners.get(candidate.coupon.code)
        or _refused(candidate.coupon, context, refusals[candidate.coupon.code] or CouponNotCombinable())
        for candidate in coupons
    )


def may_combine(coupon: Coupon, present: Iterable[Coupon]) -> bool:
    """Tell whether a coupon may be put beside those that a cart holds."""
    others = [other for other in present if other.code != coupon.code]
    return not others or (coupon.stackable and all(other.stackable for other in others))


def _best(usable: Sequence[Coupon], basket: CouponContext) -> dict[str, CouponOutcome]:
    together = _together([coupon for coupon in usable if coupon.stackable], basket)
    alone = (_together([coupon], basket) for coupon in _ranked(usable, basket) if not coupon.stackable)
    return max((together, *alone), key=lambda outcomes: _taken_off(outcomes.values(), basket).minor)


def _together(coupons: Sequence[Coupon], basket: CouponContext) -> dict[str, CouponOutcome]:
    left = tuple(item.unit_price * item.quantity for item in basket.items)
    outcomes: dict[str, CouponOutcome] = {}
    for coupon in _ranked(coupons, basket):
        outcome = _applied(coupon, basket, left)
        left = tuple(rest - share for rest, share in zip(left, outcome.shares, strict=True))
        outcomes[coupon.code] = outcome
    return outcomes


def _applied(coupon: Coupon, basket: CouponContext, left: Sequence[Money]) -> CouponOutcome:
    open_to_it = [rest.minor if covers(coupon, item) else 0 for item, rest in zip(basket.items, left, strict=True)]
    alone = discount_on(coupon, covered_total(coupon, basket.items, basket.currency))
    amount = min(alone, Money(sum(open_to_it), basket.currency))
    if amount.minor == 0:
        return _refused(coupon, basket, CouponNotApplicable("This coupon takes nothing off this cart."))
    return CouponOutcome(coupon=coupon, amount=amount, shares=allocate(amount, open_to_it))


def _refused(coupon: Coupon, basket: CouponContext, why: CouponRefused) -> CouponOutcome:
    nothing = zero(basket.currency)
    shares = (nothing,) * len(basket.items)
    return CouponOutcome(coupon=coupon, amount=nothing, shares=shares, refusal_code=why.code, refusal_message=str(why))


def _ranked(coupons: Iterable[Coupon], basket: CouponContext) -> list[Coupon]:
    def rank(coupon: Coupon) -> tuple[int, str]:
        return -discount_on(coupon, covered_total(coupon, basket.items, basket.currency)).minor, coupon.code

    return sorted(coupons, key=rank)


def _taken_off(outcomes: Iterable[CouponOutcome], basket: CouponContext) -> Money:
    return sum_money((outcome.amount for outcome in outcomes), basket.currency)
