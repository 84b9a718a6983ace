"""What does a basket cost, to the cent?"""

from collections.abc import Sequence
from datetime import datetime

from shop_domain.kernel.money import Money, zero
from shop_domain.pricing.coupon_eligibility import CouponContext
from shop_domain.pricing.coupon_scope import sum_money
from shop_domain.pricing.coupon_stacking import stack_coupons
from shop_domain.pricing.model import (
    Adjustment,
    AdjustmentType,
    CouponOutcome,
    CouponWithUsage,
    LineTotals,
    PricingItem,
    Totals,
)


def calculate_totals(
    *, items: Sequence[PricingItem], coupons: Sequence[CouponWithUsage], currency: str, has_ordered: bool, now: datetime
) -> Totals:
    """Price a basket: every discount is shared out over its lines, and all sums agree to the cent.

    Prices stand as they are: no tax is configured and no way of shipping costs anything, so both add nothing.
    """
    outcomes = stack_coupons(coupons, CouponContext(items=items, currency=currency, has_ordered=has_ordered, now=now))
    lines = tuple(_line(item, [outcome.shares[index] for outcome in outcomes]) for index, item in enumerate(items))
    subtotal = sum_money((line.line_total for line in lines), currency)
    discount = sum_money((line.discount_total for line in lines), currency)
    shipping = tax = zero(currency)
    return Totals(
        currency=currency,
        lines=lines,
        adjustments=tuple(_discount(outcome) for outcome in outcomes if outcome.applies),
        coupons=outcomes,
        subtotal=subtotal,
        discount_total=discount,
        shipping_total=shipping,
        tax_total=tax,
        grand_total=subtotal - discount + shipping + tax,
    )


def _line(item: PricingItem, discounts: Sequence[Money]) -> LineTotals:
    nothing = zero(item.unit_price.currency)
    return LineTotals(
        line_id=item.line_id,
        unit_price=item.unit_price,
        line_total=item.unit_price * item.quantity,
        discount_total=sum(discounts, nothing),
        tax_total=nothing,
    )


def _discount(outcome: CouponOutcome) -> Adjustment:
    code = outcome.coupon.code
    return Adjustment(type=AdjustmentType.DISCOUNT, label=f"Coupon {code}", amount=-outcome.amount, code=code)
