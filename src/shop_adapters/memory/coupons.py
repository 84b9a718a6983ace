"""Coupons in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from shop_adapters.memory.tables import MemoryTable
from shop_domain.catalog.model import Category, CategoryId, Product, ProductId
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.paging import Page, PageRequest, page_of
from shop_domain.orders.model import OrderId, OrderStatus, PlacedOrder
from shop_domain.pricing.customer import customer_of
from shop_domain.pricing.errors import CouponAlreadyUsed, CouponCodeTaken, CouponExhausted
from shop_domain.pricing.model import Coupon, CouponFilter, CouponId, CustomerKey, HeldCoupon


class CouponUse(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a coupon by one order."""

    coupon_id: CouponId
    order_id: UUID
    customer: CustomerKey
    used_at: datetime
    given_back_at: datetime | None = None


class MemoryCoupons:
    """Coupons with their uses."""

    def __init__(
        self, coupons: MemoryTable[CouponId, Coupon], uses: MemoryTable[tuple[CouponId, UUID], CouponUse]
    ) -> None:
        """Work on these tables."""
        self._coupons = coupons
        self._uses = uses

    def held(self, codes: Sequence[str], customer: CustomerKey | None) -> tuple[HeldCoupon, ...]:
        """Find coupons by canonical code, inactive ones too, in the codes' order, with the customer's own uses."""
        by_code = {coupon.code: coupon for coupon in self._coupons}
        found = (by_code[code] for code in codes if code in by_code)
        return tuple(HeldCoupon(coupon=coupon, used_by_customer=self._used(coupon.id, customer)) for coupon in found)

    def take_use(self, coupon_id: CouponId, customer: CustomerKey, order_id: UUID, at: datetime) -> None:
        """Count a use for an order, or raise CouponExhausted or CouponAlreadyUsed."""
        coupon = self._coupons.get(coupon_id)
        if coupon is None or (coupon.max_uses is not None and coupon.uses >= coupon.max_uses):
            raise CouponExhausted
        limit = coupon.max_uses_per_user
        if (coupon_id, order_id) in self._uses or (limit is not None and self._used(coupon_id, customer) >= limit):
            raise CouponAlreadyUsed
        self._coupons.put(coupon_id, replace(coupon, uses=coupon.uses + 1))
        use = CouponUse(coupon_id=coupon_id, order_id=order_id, customer=customer, used_at=at)
        self._uses.put((coupon_id, order_id), use)

    def give_back(self, order_id: UUID, at: datetime) -> None:
        """Uncount what the order took; once, however often it is called, and nothing where it took nothing."""
        for use in self._uses:
            if use.order_id == order_id and use.given_back_at is None:
                self._uses.put((use.coupon_id, order_id), replace(use, given_back_at=at))
                if (coupon := self._coupons.get(use.coupon_id)) is not None:
                    self._coupons.put(coupon.id, replace(coupon, uses=coupon.uses - 1))

    def _used(self, coupon_id: CouponId, customer: CustomerKey | None) -> int:
        return sum(
            use.coupon_id == coupon_id and use.customer == customer and use.given_back_at is None for use in self._uses
        )


class MemoryCouponCatalogue:
    """Coupons with their terms; uses are counted elsewhere."""

    def __init__(self, coupons: MemoryTable[CouponId, Coupon]) -> None:
        """Work on this table."""
        self._coupons = coupons

    def get(self, code: str) -> Coupon | None:
        """Find one by its canonical code."""
        return next((coupon for coupon in self._coupons if coupon.code == code), None)

    def lock(self, code: str) -> Coupon | None:
        """Find one; the transaction holds everything anyway."""
        return self.get(code)

    def list(self, wanted: CouponFilter, page: PageRequest) -> Page[Coupon]:
        """List coupons, the newest first."""
        found = sorted((c for c in self._coupons if _is_wanted(c, wanted)), key=lambda c: c.id, reverse=True)
        rows = found[(page.number - 1) * page.size :]
        if page.cursor is not None:
            rows = _from(found, UUID(page.cursor.key[0]), backwards=page.cursor.backwards)
        count = len(found) if page.counted else None
        return page_of(rows[: page.size + 1], page, lambda coupon: (str(coupon.id),), count)

    def save(self, coupon: Coupon) -> Coupon:
        """Store terms, not uses, at the next version; raise CouponCodeTaken or ConcurrentUpdate."""
        stored, same_code = self._coupons.get(coupon.id), self.get(coupon.code)
        if (0 if stored is None else stored.version) != coupon.version:
            raise ConcurrentUpdate
        if same_code is not None and same_code.id != coupon.id:
            raise CouponCodeTaken
        uses = coupon.uses if stored is None else stored.uses
        self._coupons.put(coupon.id, replace(coupon, version=coupon.version + 1, uses=uses))
        return replace(coupon, version=coupon.version + 1)


def _is_wanted(coupon: Coupon, wanted: CouponFilter) -> bool:
    return wanted.is_active in {None, coupon.is_active} and wanted.search in coupon.code


def _from(found: Sequence[Coupon], key: UUID, *, backwards: bool) -> Sequence[Coupon]:
    if backwards:
        return [coupon for coupon in reversed(found) if coupon.id > key]
    return [coupon for coupon in found if coupon.id < key]


class MemoryPastOrders:
    """What a customer ordered before."""

    def __init__(self, orders: MemoryTable[OrderId, PlacedOrder]) -> None:
        """Read this table."""
        self._orders = orders

    def any_of(self, customer: CustomerKey) -> bool:
        """Tell whether the customer has an order that is not cancelled."""
        return any(
            placed.order.status is not OrderStatus.CANCELLED
            and customer == customer_of(placed.order.owner.user_id, placed.order.email)
            for placed in self._orders
        )


class MemoryCouponScopes:
    """What a coupon may be for."""

    def __init__(
        self, products: MemoryTable[ProductId, Product], categories: MemoryTable[CategoryId, Category]
    ) -> None:
        """Read these tables."""
        self._products = products
        self._categories = categories

    def unknown_products(self, product_ids: Collection[ProductId]) -> tuple[ProductId, ...]:
        """Name those of the products that the catalogue does not have."""
        return tuple(product_id for product_id in product_ids if product_id not in self._products)

    def unknown_categories(self, category_ids: Collection[CategoryId]) -> tuple[CategoryId, ...]:
        """Name those of the categories that the catalogue does not have."""
        return tuple(category_id for category_id in category_ids if category_id not in self._categories)
