"""Orders over HTTP."""

from uuid import UUID

import msgspec

from shop_domain.orders.model import ActorKind, HistoryEntry, OrderFilter, OrderLine, OrderStatus, OrderSummary
from shop_domain.payments.model import PaymentStatus
from shop_domain.pricing.model import Adjustment, AdjustmentType
from shop_http.schemas.address import PostalAddressOut
from shop_http.schemas.paging import PageQuery
from shop_http.schemas.request_types import AwareDatetime


class OrderQuery(PageQuery, frozen=True, kw_only=True):
    """Which orders are wanted."""

    status: OrderStatus | None = None
    created_after: AwareDatetime | None = None
    created_before: AwareDatetime | None = None

    def to_filter(self) -> OrderFilter:
        return OrderFilter(status=self.status, created_after=self.created_after, created_before=self.created_before)


class OrderItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """One line, as it was bought."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    sku: str
    name: str
    color: str | None
    size: str | None
    image: str | None
    unit_price: str
    quantity: int
    discount: str
    tax: str
    line_total: str

    @classmethod
    def of(cls, line: OrderLine) -> "OrderItemOut":
        return cls(
            id=line.id,
            variant_id=line.variant_id,
            product_id=line.product_id,
            sku=line.sku,
            name=line.name,
            color=line.color,
            size=line.size,
            image=line.image,
            unit_price=str(line.unit_price),
            quantity=line.quantity,
            discount=str(line.discount),
            tax=str(line.tax),
            line_total=str(line.line_total),
        )


class OrderAdjustmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why the total differs from the subtotal."""

    type: AdjustmentType
    label: str
    amount: str
    code: str | None
    included: bool

    @classmethod
    def of(cls, adjustment: Adjustment) -> "OrderAdjustmentOut":
        """Write an adjustment; a discount's amount is negative."""
        return cls(
            type=adjustment.type,
            label=adjustment.label,
            amount=str(adjustment.amount),
            code=adjustment.code,
            included=adjustment.included,
        )


class ShipmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel on its way."""

    carrier: str
    tracking_number: str
    tracking_url: str | None
    status: str
    items: tuple[UUID, ...]


class OrderOut(msgspec.Struct, frozen=True, kw_only=True):
    """An order."""

    id: UUID
    order_number: str
    status: OrderStatus
    payment_status: PaymentStatus | None
    currency: str
    items: tuple[OrderItemOut, ...]
    adjustments: tuple[OrderAdjustmentOut, ...]
    subtotal: str
    discount_total: str
    shipping_total: str
    tax_total: str
    grand_total: str
    coupons: tuple[str, ...]
    shipping_address: PostalAddressOut
    billing_address: PostalAddressOut
    shipping_method: str | None
    shipments: tuple[ShipmentOut, ...]
    email: str
    note: str
    placed_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, summary: OrderSummary) -> "OrderOut":
        order = summary.placed.order
        return cls(
            id=order.id,
            order_number=order.number,
            status=order.status,
            payment_status=None if summary.payment_status is None else PaymentStatus(summary.payment_status),
            currency=order.currency,
            items=tuple(OrderItemOut.of(line) for line in summary.placed.lines),
            adjustments=tuple(OrderAdjustmentOut.of(adjustment) for adjustment in order.adjustments),
            subtotal=str(order.subtotal),
            discount_total=str(order.discount_total),
            shipping_total=str(order.shipping_total),
            tax_total=str(order.tax_total),
            grand_total=str(order.grand_total),
            coupons=order.coupon_codes,
            shipping_address=order.shipping_address,
            billing_address=order.billing_address,
            shipping_method=None,
            shipments=(),
            email=order.email,
            note=order.note,
            placed_at=order.placed_at,
            updated_at=order.updated_at,
        )


class HistoryEntryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One move of an order."""

    from_status: OrderStatus | None
    to_status: OrderStatus
    actor: ActorKind
    reason: str
    at: AwareDatetime

    @classmethod
    def of(cls, entry: HistoryEntry) -> "HistoryEntryOut":
        """Write a move; which member of staff did it stays inside."""
        return cls(
            from_status=entry.from_status,
            to_status=entry.to_status,
            actor=entry.actor.kind,
            reason=entry.reason,
            at=entry.at,
        )
