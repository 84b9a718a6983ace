"""Orders, their lines as they were bought, and their history."""

from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.cart.model import CartId, CartOwner, PostalAddress
from shop_domain.catalog.model import ProductId, VariantId
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import Adjustment

OrderId = NewType("OrderId", UUID)
OrderNumber = NewType("OrderNumber", str)
"""The number that people use, such as SO-2026-7K3M9QXA."""


class OrderStatus(StrEnum):
    """How far an order has come; lifecycle.py says what may follow what."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    PROCESSING = "PROCESSING"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    CANCELLED = "CANCELLED"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    REFUNDED = "REFUNDED"
    RETURNED = "RETURNED"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What one shopper bought. Only status, version and updated_at ever change."""

    id: OrderId
    number: OrderNumber
    owner: CartOwner
    cart_id: CartId
    status: OrderStatus
    currency: str
    subtotal: Money
    discount_total: Money
    shipping_total: Money
    tax_total: Money
    grand_total: Money
    adjustments: tuple[Adjustment, ...]
    coupon_codes: tuple[str, ...]
    email: str
    note: str
    shipping_address: PostalAddress
    billing_address: PostalAddress
    placed_at: datetime
    updated_at: datetime
    version: int = 1


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity of one variant as it was bought; never changes, whatever becomes of product and price."""

    id: UUID
    product_id: ProductId
    variant_id: VariantId
    sku: str
    name: str
    color: str | None
    size: str | None
    image: str | None
    unit_price: Money
    quantity: int
    discount: Money
    """The line's share of all discounts, frozen: a refund reads it."""
    tax: Money
    line_total: Money
    """Unit price times quantity, before discount and tax."""


class ActorKind(StrEnum):
    """Who moved an order."""

    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who changed an order's status; the id is the user's, where a user did."""

    kind: ActorKind
    user_id: UUID | None = None


SYSTEM_ACTOR = Actor(kind=ActorKind.SYSTEM)


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One transition of an order. The first has no `from_status`."""

    from_status: OrderStatus | None
    to_status: OrderStatus
    actor: Actor
    reason: str
    at: datetime


class PlacedOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order with its lines."""

    order: Order
    lines: tuple[OrderLine, ...]


class OrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An order as lists and its page show it."""

    placed: PlacedOrder
    payment_status: str | None
    """The status of its latest payment."""


class OrderFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which of a user's orders to list."""

    status: OrderStatus | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


def order_reference(order_id: OrderId) -> str:
    """Name an order in the ordering keys of events."""
    return f"order:{order_id}"
