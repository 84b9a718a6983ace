"""Everything that the shop remembers, as tables in memory."""

from datetime import datetime
from uuid import UUID

from shop_adapters.memory.auth.state import MemoryDoor
from shop_adapters.memory.coupons import CouponUse
from shop_adapters.memory.outbox import StoredEvent
from shop_adapters.memory.payment_inbox import KeptNotification, Key
from shop_adapters.memory.stock import Reservation
from shop_adapters.memory.tables import MemoryTable, Undo
from shop_adapters.memory.timetable import ScheduledJob
from shop_domain.accounts.address import Address, AddressId
from shop_domain.accounts.model import UserId
from shop_domain.accounts.profile import Profile
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
    Tag,
    TagId,
    VariantId,
)
from shop_domain.inventory.model import Movement, MovementId, StockLevel
from shop_domain.kernel.idempotency import Claim
from shop_domain.notifications.model import Delivery
from shop_domain.orders.model import HistoryEntry, OrderId, PlacedOrder
from shop_domain.payments.model import Evidence, Payment, PaymentId, Refund, RefundId
from shop_domain.pricing.model import Coupon, CouponId


class MemoryState:
    """All tables, with one common way back."""

    def __init__(self) -> None:
        """Start empty."""
        self.undo = Undo()
        self.door = MemoryDoor(self.undo)
        self.outbox = MemoryTable[UUID, StoredEvent](self.undo)
        self.requests_done = MemoryTable[UUID, bool](self.undo)
        self.deliveries = MemoryTable[tuple[UUID, str], tuple[datetime, Delivery]](self.undo)
        self.jobs = MemoryTable[str, ScheduledJob](self.undo)
        self.idempotency_claims = MemoryTable[str, Claim](self.undo)
        self.categories = MemoryTable[CategoryId, Category](self.undo)
        self.colors = MemoryTable[ColorId, Color](self.undo)
        self.sizes = MemoryTable[SizeId, Size](self.undo)
        self.tags = MemoryTable[TagId, Tag](self.undo)
        self.products = MemoryTable[ProductId, Product](self.undo)
        self.stock_levels = MemoryTable[VariantId, StockLevel](self.undo)
        self.coupons = MemoryTable[CouponId, Coupon](self.undo)
        self.coupon_uses = MemoryTable[tuple[CouponId, UUID], CouponUse](self.undo)
        self.carts = MemoryTable[CartId, Cart](self.undo)
        self.live_carts = MemoryTable[CartOwner, CartId](self.undo)
        self.reservations = MemoryTable[tuple[UUID, VariantId], Reservation](self.undo)
        self.stock_movements = MemoryTable[MovementId, Movement](self.undo)
        self.orders = MemoryTable[OrderId, PlacedOrder](self.undo)
        self.order_history = MemoryTable[OrderId, tuple[HistoryEntry, ...]](self.undo)
        self.payments = MemoryTable[PaymentId, Payment](self.undo)
        self.refunds = MemoryTable[RefundId, Refund](self.undo)
        self.payment_evidence = MemoryTable[int, Evidence](self.undo)
        self.payment_notifications = MemoryTable[Key, KeptNotification](self.undo)
        self.payment_notifications_refused = MemoryTable[int, str](self.undo)
        self.addresses = MemoryTable[AddressId, Address](self.undo)
        self.profiles = MemoryTable[UserId, Profile](self.undo)
