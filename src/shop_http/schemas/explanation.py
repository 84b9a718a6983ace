"""Why a cart costs what it costs, over HTTP."""

from uuid import UUID

import msgspec

from shop_domain.cart.explanation import ExplainedAmount, ExplainedCoupon, ExplainedLine, Explanation
from shop_http.schemas.cart import CouponRefusalCode


class ExplainedOut(msgspec.Struct, frozen=True, kw_only=True):
    """An amount and the rule behind it."""

    amount: str
    rule: str

    @classmethod
    def of(cls, explained: ExplainedAmount) -> "ExplainedOut":
        return cls(amount=str(explained.amount), rule=explained.rule)


class LineDiscountOut(msgspec.Struct, frozen=True, kw_only=True):
    """A line's share of one coupon."""

    code: str
    amount: str


class ExplainedItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """How a line's amounts come about."""

    id: UUID
    name: str
    line_total: ExplainedOut
    discounts: tuple[LineDiscountOut, ...]
    discount_total: str

    @classmethod
    def of(cls, line: ExplainedLine) -> "ExplainedItemOut":
        return cls(
            id=line.line_id,
            name=line.name,
            line_total=ExplainedOut.of(line.line_total),
            discounts=tuple(LineDiscountOut(code=code, amount=str(share)) for code, share in line.discounts),
            discount_total=str(line.discount_total),
        )


class ExplainedCouponOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a coupon takes off, or why nothing."""

    code: str
    applies: bool
    amount: str
    rule: str
    reason: CouponRefusalCode | None
    """Why it takes nothing off, as a code."""

    @classmethod
    def of(cls, coupon: ExplainedCoupon) -> "ExplainedCouponOut":
        return cls(
            code=coupon.code,
            applies=coupon.applies,
            amount=str(coupon.discount.amount),
            rule=coupon.discount.rule,
            reason=coupon.refusal_code,
        )


class ExplanationOut(msgspec.Struct, frozen=True, kw_only=True):
    """The rule behind every cent of the cart."""

    currency: str
    items: tuple[ExplainedItemOut, ...]
    coupons: tuple[ExplainedCouponOut, ...]
    subtotal: ExplainedOut
    discount_total: ExplainedOut
    shipping_total: ExplainedOut
    tax_total: ExplainedOut
    grand_total: ExplainedOut

    @classmethod
    def of(cls, explanation: Explanation) -> "ExplanationOut":
        return cls(
            currency=explanation.currency,
            items=tuple(map(ExplainedItemOut.of, explanation.lines)),
            coupons=tuple(map(ExplainedCouponOut.of, explanation.coupons)),
            subtotal=ExplainedOut.of(explanation.subtotal),
            discount_total=ExplainedOut.of(explanation.discount_total),
            shipping_total=ExplainedOut.of(explanation.shipping_total),
            tax_total=ExplainedOut.of(explanation.tax_total),
            grand_total=ExplainedOut.of(explanation.grand_total),
        )
