"""May this customer use this coupon on this basket, now?"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from shop_domain.kernel.money import Money
from shop_domain.pricing.coupon_discount import discount_on
from shop_domain.pricing.coupon_scope import covered_total, covers, sum_of
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
from shop_domain.pricing.model import HeldCoupon, Item


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """What coupons are held against: the things, who buys them, and when."""

    items: Sequence[Item]
    currency: str
    has_ordered: bool
    """True where the customer has an order that is not cancelled."""
    now: datetime

    @property
    def subtotal(self) -> Money:
        """Sum up the things before any discount."""
        return sum_of((item.unit_price * item.quantity for item in self.items), self.currency)


Rule: TypeAlias = Callable[[HeldCoupon, Basket], CouponRefused | None]


def _is_active(held: HeldCoupon, _: Basket) -> CouponRefused | None:
    return None if held.coupon.is_active else CouponNotFound(coupon=held.coupon.code)


def _has_started(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    starts_at = held.coupon.starts_at
    return None if starts_at is None or starts_at <= basket.now else CouponNotStarted(coupon=held.coupon.code)


def _has_not_ended(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    ends_at = held.coupon.ends_at
    return None if ends_at is None or basket.now < ends_at else CouponExpired(coupon=held.coupon.code)


def _is_left(held: HeldCoupon, _: Basket) -> CouponRefused | None:
    limit = held.coupon.max_uses
    return None if limit is None or held.coupon.uses < limit else CouponExhausted(coupon=held.coupon.code)


def _is_left_to_the_customer(held: HeldCoupon, _: Basket) -> CouponRefused | None:
    limit = held.coupon.max_uses_per_user
    return None if limit is None or held.used_by_customer < limit else CouponAlreadyUsed(coupon=held.coupon.code)


def _is_for_the_customer(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    if held.coupon.first_order_only and basket.has_ordered:
        return CouponNotApplicable("This coupon is for a first order only.", coupon=held.coupon.code)
    return None


def _is_in_the_currency(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    if held.coupon.currency in {None, basket.currency}:
        return None
    return CouponNotApplicable(f"This coupon is for carts in {held.coupon.currency}.", coupon=held.coupon.code)


def _reaches_the_minimum(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    minimum = held.coupon.minimum_subtotal
    if minimum is None or minimum <= basket.subtotal:
        return None
    message = f"This coupon needs a subtotal of at least {minimum} {minimum.currency}."
    return CouponMinimumNotMet(message, coupon=held.coupon.code, minimum_subtotal=str(minimum))


def _covers_something(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    if any(covers(held.coupon, item) for item in basket.items):
        return None
    return CouponNotApplicable("Nothing in the cart is what this coupon is for.", coupon=held.coupon.code)


def _takes_something_off(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    if discount_on(held.coupon, covered_total(held.coupon, basket.items, basket.currency)).minor > 0:
        return None
    return CouponNotApplicable("This coupon takes nothing off this cart.", coupon=held.coupon.code)


RULES: Final[tuple[Rule, ...]] = (
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


def refusal_of(held: HeldCoupon, basket: Basket) -> CouponRefused | None:
    """Give the first reason why the coupon can't be used, or None where it can."""
    return next((refusal for rule in RULES if (refusal := rule(held, basket)) is not None), None)


def needs_past_orders(coupons: Iterable[HeldCoupon]) -> bool:
    """Tell whether a decision about these coupons depends on what the customer ordered before."""
    return any(held.coupon.first_order_only for held in coupons)
