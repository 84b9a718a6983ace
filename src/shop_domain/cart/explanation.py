"""Which rule is behind every cent of the cart?"""

from collections.abc import Iterable
from typing import Final

import msgspec

from shop_domain.cart.model import CartLine, LineId, PricedCart
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import Coupon, CouponKind, CouponOutcome, LineTotals
from shop_domain.pricing.percentage import percentage_text

NO_SHIPPING: Final = "No shipping method is chosen, so shipping adds nothing."
NO_TAX: Final = "No tax is configured, so prices stand as they are."
ADDS_UP: Final = "subtotal - discount_total + shipping_total + tax_total"


class ExplainedAmount(msgspec.Struct, frozen=True, kw_only=True):
    """An amount and the rule that it comes from."""

    amount: Money
    rule: str


class ExplainedLine(msgspec.Struct, frozen=True, kw_only=True):
    """How a line's amounts come about."""

    line_id: LineId
    name: str
    line_total: ExplainedAmount
    discounts: tuple[tuple[str, Money], ...]
    """Code and share of every coupon that lowers the line."""
    discount_total: Money


class ExplainedCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """What a coupon takes off, or why nothing."""

    code: str
    applies: bool
    discount: ExplainedAmount
    refusal_code: str | None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Every figure of the cart with its rule."""

    currency: str
    lines: tuple[ExplainedLine, ...]
    coupons: tuple[ExplainedCoupon, ...]
    subtotal: ExplainedAmount
    discount_total: ExplainedAmount
    shipping_total: ExplainedAmount
    tax_total: ExplainedAmount
    grand_total: ExplainedAmount


def explain(priced: PricedCart) -> Explanation:
    """Name the rule behind every figure."""
    totals = priced.totals
    outcomes = totals.coupons
    return Explanation(
        currency=totals.currency,
        lines=tuple(
            _line(line, figures, [(outcome.coupon.code, outcome.shares[index]) for outcome in outcomes])
            for index, (line, figures) in enumerate(zip(priced.cart.lines, totals.lines, strict=True))
        ),
        coupons=tuple(_coupon(outcome) for outcome in outcomes),
        subtotal=ExplainedAmount(amount=totals.subtotal, rule="The sum of all line totals."),
        discount_total=ExplainedAmount(amount=totals.discount_total, rule=_discounts(outcomes)),
        shipping_total=ExplainedAmount(amount=totals.shipping_total, rule=NO_SHIPPING),
        tax_total=ExplainedAmount(amount=totals.tax_total, rule=NO_TAX),
        grand_total=ExplainedAmount(amount=totals.grand_total, rule=ADDS_UP),
    )


def _line(line: CartLine, figures: LineTotals, shares: Iterable[tuple[str, Money]]) -> ExplainedLine:
    return ExplainedLine(
        line_id=line.id,
        name=line.snapshot.name,
        line_total=ExplainedAmount(
            amount=figures.line_total, rule=f"{line.quantity} at the present price of {figures.unit_price}."
        ),
        discounts=tuple((code, share) for code, share in shares if share.minor),
        discount_total=figures.discount_total,
    )


def _coupon(outcome: CouponOutcome) -> ExplainedCoupon:
    rule = (
        outcome.refusal_message
        or f"{describe_discount(outcome.coupon)}, shared out over the items it is for by their value."
    )
    return ExplainedCoupon(
        code=outcome.coupon.code,
        applies=outcome.applies,
        discount=ExplainedAmount(amount=outcome.amount, rule=rule),
        refusal_code=outcome.refusal_code,
    )


def describe_discount(coupon: Coupon) -> str:
    """Put what a coupon takes off into words."""
    scope = "the items it is for" if coupon.products or coupon.categories else "everything"
    if coupon.kind is CouponKind.PERCENTAGE:
        cap = "" if coupon.max_discount is None else f", at most {coupon.max_discount}"
        return f"{percentage_text(coupon.value)}% off {scope}, rounded half up{cap}"
    return f"{Money(coupon.value, coupon.currency or '')} off {scope}, never more than they cost"


def _discounts(outcomes: Iterable[CouponOutcome]) -> str:
    codes = [outcome.coupon.code for outcome in outcomes if outcome.applies]
    if not codes:
        return "No coupon applies."
    return f"The sum of {', '.join(codes)}. Each is taken of full prices, and no item falls below zero."
