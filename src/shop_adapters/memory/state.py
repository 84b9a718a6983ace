"""Everything that the shop remembers, as tables in memory."""

from datetime import datetime
from uuid import UUID

from shop_adapters.memory.engine.tables import MemoryTable, Undo
from shop_adapters.memory.inventory.stock import StoredReservation
from shop_adapters.memory.messaging.job_schedule import ScheduledJob
from shop_adapters.memory.messaging.outbox import StoredEvent
from shop_adapters.memory.payments.webhook_inbox import StoredWebhook, WebhookKey
from shop_adapters.memory.pricing.coupon_redemptions import CouponUse
from shop_adapters.memory.staff.tables import MemoryStaffTables
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
from shop_domain.inventory.model import MovementId, StockLevel, StockMovement
from shop_domain.kernel.idempotency import IdempotencyClaim
from shop_domain.notifications.model import Delivery
from shop_domain.orders.model import HistoryEntry, OrderId, PlacedOrder
from shop_domain.payments.model import Payment, PaymentId, ProviderLogEntry, Refund, RefundId
from shop_domain.pricing.model import Coupon, CouponId


class MemoryState:
    """All tables, with one common way back."""

    def __init__(self) -> None:
        self.undo = Undo()
        self.auth = MemoryStaffTables(self.undo)
        self.outbox = MemoryTable[UUID, StoredEvent](self.undo)
        self.processed_requests = MemoryTable[UUID, bool](self.undo)
        self.deliveries = MemoryTable[tuple[UUID, str], tuple[datetime, Delivery]](self.undo)
        self.jobs = MemoryTable[str, ScheduledJob](self.undo)
        self.idempotency_claims = MemoryTable[str, IdempotencyClaim](self.undo)
        self.categories = MemoryTable[CategoryId, Category](self.undo)
        self.colors = MemoryTable[ColorId, Color](self.undo)
        self.sizes = MemoryTable[SizeId, Size](self.undo)
        self.tags = MemoryTable[TagId, Tag](self.undo)
        self.products = MemoryTable[ProductId, Product](self.undo)
        self.stock_levels = MemoryTable[VariantId, StockLevel](self.undo)
        self.coupons = MemoryTable[CouponId, Coupon](self.undo)
        self.coupon_uses = MemoryTable[tuple[CouponId, UUID], CouponUse](self.undo)
        self.carts = MemoryTable[CartId, Cart](self.undo)
        self.active_carts = MemoryTable[CartOwner, CartId](self.undo)
        self.reservations = MemoryTable[tuple[UUID, VariantId], StoredReservation](self.undo)
        self.stock_movements = MemoryTable[MovementId, StockMovement](self.undo)
        self.orders = MemoryTable[OrderId, PlacedOrder](self.undo)
        self.order_history = MemoryTable[OrderId, tuple[HistoryEntry, ...]](self.undo)
        self.payments = MemoryTable[PaymentId, Payment](self.undo)
        self.refunds = MemoryTable[RefundId, Refund](self.undo)
        self.provider_log = MemoryTable[int, ProviderLogEntry](self.undo)
        self.webhook_events = MemoryTable[WebhookKey, StoredWebhook](self.undo)
        self.rejected_webhooks = MemoryTable[int, str](self.undo)
        self.addresses = MemoryTable[AddressId, Address](self.undo)
        self.profiles = MemoryTable[UserId, Profile](self.undo)
