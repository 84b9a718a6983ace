"""May this customer use this coupon on this basket, now?"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from shop_domain.kernel.money import Money
from shop_domain.pricing.coupon_discount import discount_on
from shop_domain.pricing.coupon_scope import covered_total, covers, sum_money
from shop_domain.pricing.errors import (
    CouponAlreadyUsed,
    CouponExhausted,
    CouponExpired,
    CouponMinimumNotMet,
    CouponNotApplicable,
    CouponNotFound,
    CouponNotStarted,
    CouponRefused,
)
from shop_domain.pricing.model import CouponWithUsage, PricingItem


class CouponContext(msgspec.Struct, frozen=True, kw_only=True):
    """What coupons are candidate against: the things, who buys them, and when."""

    items: Sequence[PricingItem]
    currency: str
    has_ordered: bool
    """True where the customer has an order that is not cancelled."""
    now: datetime

    @property
    def subtotal(self) -> Money:
        """Sum up the things before any discount."""
        return sum_money((item.unit_price * item.quantity for item in self.items), self.currency)


EligibilityRule: TypeAlias = Callable[[CouponWithUsage, CouponContext], CouponRefused | None]


def _is_active(candidate: CouponWithUsage, _: CouponContext) -> CouponRefused | None:
    return None if candidate.coupon.is_active else CouponNotFound(coupon=candidate.coupon.code)


def _has_started(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    starts_at = candidate.coupon.starts_at
    return None if starts_at is None or starts_at <= context.now else CouponNotStarted(coupon=candidate.coupon.code)


def _has_not_ended(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    ends_at = candidate.coupon.ends_at
    return None if ends_at is None or context.now < ends_at else CouponExpired(coupon=candidate.coupon.code)


def _is_left(candidate: CouponWithUsage, _: CouponContext) -> CouponRefused | None:
    limit = candidate.coupon.max_uses
    return None if limit is None or candidate.coupon.uses < limit else CouponExhausted(coupon=candidate.coupon.code)


def _is_left_to_the_customer(candidate: CouponWithUsage, _: CouponContext) -> CouponRefused | None:
    limit = candidate.coupon.max_uses_per_user
    return (
        None if limit is None or candidate.used_by_customer < limit else CouponAlreadyUsed(coupon=candidate.coupon.code)
    )


def _is_for_the_customer(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    if candidate.coupon.first_order_only and context.has_ordered:
        return CouponNotApplicable("This coupon is for a first order only.", coupon=candidate.coupon.code)
    return None


def _is_in_the_currency(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    if candidate.coupon.currency in {None, context.currency}:
        return None
    return CouponNotApplicable(
        f"This coupon is for carts in {candidate.coupon.currency}.", coupon=candidate.coupon.code
    )


def _reaches_the_minimum(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    minimum = candidate.coupon.minimum_subtotal
    if minimum is None or minimum <= context.subtotal:
        return None
    message = f"This coupon needs a subtotal of at least {minimum} {minimum.currency}."
    return CouponMinimumNotMet(message, coupon=candidate.coupon.code, minimum_subtotal=str(minimum))


def _covers_something(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    if any(covers(candidate.coupon, item) for item in context.items):
        return None
    return CouponNotApplicable("Nothing in the cart is what this coupon is for.", coupon=candidate.coupon.code)


def _takes_something_off(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    if discount_on(candidate.coupon, covered_total(candidate.coupon, context.items, context.currency)).minor > 0:
        return None
    return CouponNotApplicable("This coupon takes nothing off this cart.", coupon=candidate.coupon.code)


RULES: Final[tuple[EligibilityRule, ...]] = (
    _is_active,
    _has_started,
    _has_not_ended,
    _is_left,
    _is_left_to_the_customer,
    _is_for_the_customer,
    _is_in_the_currency,
    _reaches_the_minimum,
    _covers_something,
    _takes_something_off,
)
"""In the order in which a refusal is told: what can't be helped first, what another item would mend last."""


def ineligibility_reason(candidate: CouponWithUsage, context: CouponContext) -> CouponRefused | None:
    """Give the first reason why the coupon can't be used, or None where it can."""
    return next((refusal for rule in RULES if (refusal := rule(candidate, context)) is not None), None)


def needs_past_orders(coupons: Iterable[CouponWithUsage]) -> bool:
    """Tell whether a decision about these coupons depends on what the customer ordered before."""
    return any(candidate.coupon.first_order_only for candidate in coupons)
