"""What pricing needs from the storage."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shop_domain.catalog.model import CategoryId, ProductId
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.pricing.model import Coupon, CouponFilter, CouponId, CouponWithUsage, CustomerKey
from shop_domain.staff.ports import AuditLog, StaffGuard


class CouponRedemptions(Protocol):
    """Coupons as carts and orders use them."""

    def with_usage(self, codes: Sequence[str], customer: CustomerKey | None) -> tuple[CouponWithUsage, ...]:
        """Find coupons by canonical code, inactive ones too, in the codes' order, with the customer's own uses."""
        ...

    def redeem(self, coupon_id: CouponId, customer: CustomerKey, order_id: UUID, at: datetime) -> None:
        """Count a use for an order, or raise CouponExhausted or CouponAlreadyUsed; the limits hold under any race.

        Locks the coupon until the transaction ends: take several in the order of their ids. An order takes each
        coupon once; a second time is refused as CouponAlreadyUsed.
        """
        ...

    def release(self, order_id: UUID, at: datetime) -> None:
        """Uncount what the order took; once, however often it is called, and nothing where it took nothing."""
        ...


class CouponAdminRepository(Protocol):
    """Coupons as staff keep them."""

    def get(self, code: str) -> Coupon | None:
        """Find one by its canonical code."""
        ...

    def lock(self, code: str) -> Coupon | None:
        """Find one and hold it until the transaction ends."""
        ...

    def list(self, wanted: CouponFilter, page: PageRequest) -> Page[Coupon]:
        """List coupons, the newest first."""
        ...

    def save(self, coupon: Coupon) -> Coupon:
        """Store terms, not uses, at the next version; raise CouponCodeTaken or ConcurrentUpdate."""
        ...


class CouponScopes(Protocol):
    """What a coupon may be for."""

    def unknown_products(self, product_ids: Collection[ProductId]) -> tuple[ProductId, ...]:
        """Name those of the products that the catalogue does not have."""
        ...

    def unknown_categories(self, category_ids: Collection[CategoryId]) -> tuple[CategoryId, ...]:
        """Name those of the categories that the catalogue does not have."""
        ...


class PastOrders(Protocol):
    """What a customer ordered before."""

    def has_ordered(self, customer: CustomerKey) -> bool:
        """Tell whether the customer has an order that is not cancelled."""
        ...


class CouponRedemptionTx(Protocol):
    """The part of a transaction that using coupons needs."""

    @property
    def coupon_redemptions(self) -> CouponRedemptions: ...
    @property
    def past_orders(self) -> PastOrders: ...


class CouponAdminTx(Protocol):
    """The part of a transaction that keeping coupons needs."""

    @property
    def coupon_admin(self) -> CouponAdminRepository: ...
    @property
    def coupon_scopes(self) -> CouponScopes: ...
    @property
    def staff_guard(self) -> StaffGuard: ...
    @property
    def audit_log(self) -> AuditLog: ...
