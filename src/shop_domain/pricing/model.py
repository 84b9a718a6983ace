"""What is priced, what lowers a price, and the result to the cent."""

from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.catalog.model import CategoryId, ProductId, VariantId
from shop_domain.kernel.money import Money

CouponId = NewType("CouponId", UUID)


class CouponKind(StrEnum):
    """How a coupon lowers the price."""

    PERCENTAGE = "PERCENTAGE"
    FIXED = "FIXED"
    FREE_SHIPPING = "FREE_SHIPPING"
    BUY_X_GET_Y = "BUY_X_GET_Y"


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """A code that lowers a price within limits."""

    id: CouponId
    code: str
    kind: CouponKind
    value: int
    """Basis points for PERCENTAGE, minor units of `currency` for FIXED."""
    currency: str | None = None
    max_discount: Money | None = None
    minimum_subtotal: Money | None = None
    max_uses: int | None = None
    max_uses_per_user: int | None = None
    uses: int = 0
    """Orders that hold it and are not cancelled."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    stackable: bool = True
    first_order_only: bool = False
    products: tuple[ProductId, ...] = ()
    categories: tuple[CategoryId, ...] = ()
    is_active: bool = True
    version: int = 0


class CouponFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which coupons a member of staff wants to see."""

    is_active: bool | None = None
    search: str = ""


CustomerKey = NewType("CustomerKey", str)
"""Who used a coupon, made by customer_key.py; a user, or a guest's address."""


class CouponWithUsage(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon as one customer sees it."""

    coupon: Coupon
    used_by_customer: int = 0
    """Orders of this customer that hold it and are not cancelled."""


class PricingItem(msgspec.Struct, frozen=True, kw_only=True):
    """A number of equal things to be priced together."""

    line_id: UUID
    """The line that it stands for."""
    product_id: ProductId
    variant_id: VariantId
    category_ids: frozenset[CategoryId]
    """Its categories and all that they lie in."""
    unit_price: Money
    quantity: int


class AdjustmentType(StrEnum):
    """What kind of thing moves the total away from the subtotal."""

    DISCOUNT = "DISCOUNT"
    TAX = "TAX"
    SHIPPING = "SHIPPING"
    FEE = "FEE"


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why the total differs from the subtotal; a discount's amount is negative."""

    type: AdjustmentType
    label: str
    amount: Money
    code: str | None = None
    included: bool = False
    """True for tax that the prices contain already."""


class LineTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What one line comes to: its share of every discount and tax, to the cent."""

    line_id: UUID
    unit_price: Money
    line_total: Money
    """Unit price times quantity."""
    discount_total: Money
    """The line's share of all discounts, not negative."""
    tax_total: Money
    """The line's share of the tax that is added."""


class CouponOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one coupon: an amount off, or the reason why not."""

    coupon: Coupon
    amount: Money
    """Taken off, not negative; zero where the coupon does not apply."""
    shares: tuple[Money, ...]
    """The amount by line, in the order of the items."""
    refusal_code: str | None = None
    """Why it takes nothing off, as a stable code."""
    refusal_message: str | None = None
    """The same in words."""

    @property
    def applies(self) -> bool:
        """Tell whether the coupon takes something off."""
        return self.refusal_code is None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The price of a basket. `grand_total = subtotal - discount_total + shipping_total + tax_total`."""

    currency: str
    lines: tuple[LineTotals, ...]
    adjustments: tuple[Adjustment, ...]
    coupons: tuple[CouponOutcome, ...]
    """One for each coupon that was given, in the same order."""
    subtotal: Money
    discount_total: Money
    shipping_total: Money
    tax_total: Money
    grand_total: Money
