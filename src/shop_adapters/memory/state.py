"""Everything that the shop remembers, as tables in memory."""

from uuid import UUID

from shop_adapters.memory.coupons import CouponUse
from shop_adapters.memory.outbox import StoredEvent
from shop_adapters.memory.tables import MemoryTable, Undo
from shop_adapters.memory.timetable import ScheduledJob
from shop_domain.cart.model import Cart, CartId, CartOwner
from shop_domain.catalog.model import (
    Category,
    CategoryId,
    Color,
    ColorId,
    Product,
    ProductId,
    Size,
    SizeId,
    VariantId,
)
from shop_domain.inventory.model import StockLevel
from shop_domain.kernel.idempotency import Claim
from shop_domain.notifications.model import Delivery
from shop_domain.pricing.model import Coupon, CouponId


class MemoryState:
    """All tables, with one common way back."""

    def __init__(self) -> None:
        """Start empty."""
        self.undo = Undo()
        self.outbox = MemoryTable[UUID, StoredEvent](self.undo)
        self.requests_done = MemoryTable[UUID, bool](self.undo)
        self.deliveries = MemoryTable[tuple[UUID, str], Delivery](self.undo)
        self.jobs = MemoryTable[str, ScheduledJob](self.undo)
        self.idempotency_claims = MemoryTable[str, Claim](self.undo)
        self.categories = MemoryTable[CategoryId, Category](self.undo)
        self.colors = MemoryTable[ColorId, Color](self.undo)
        self.sizes = MemoryTable[SizeId, Size](self.undo)
        self.products = MemoryTable[ProductId, Product](self.undo)
        self.stock_levels = MemoryTable[VariantId, StockLevel](self.undo)
        self.coupons = MemoryTable[CouponId, Coupon](self.undo)
        self.coupon_uses = MemoryTable[tuple[CouponId, UUID], CouponUse](self.undo)
        self.carts = MemoryTable[CartId, Cart](self.undo)
        self.live_carts = MemoryTable[CartOwner, CartId](self.undo)
