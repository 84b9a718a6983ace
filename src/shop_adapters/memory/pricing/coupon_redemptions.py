"""Coupons in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.pricing.errors import CouponAlreadyUsed, CouponExhausted
from shop_domain.pricing.model import Coupon, CouponId, CouponWithUsage, CustomerKey


class CouponUse(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a coupon by one order."""

    coupon_id: CouponId
    order_id: UUID
    customer: CustomerKey
    used_at: datetime
    given_back_at: datetime | None = None


class MemoryCouponRedemptions:
    """Coupons with their uses."""

    def __init__(
        self, coupons: MemoryTable[CouponId, Coupon], uses: MemoryTable[tuple[CouponId, UUID], CouponUse]
    ) -> None:
        self._coupons = coupons
        self._uses = uses

    def with_usage(self, codes: Sequence[str], customer: CustomerKey | None) -> tuple[CouponWithUsage, ...]:
        by_code = {coupon.code: coupon for coupon in self._coupons}
        found = (by_code[code] for code in codes if code in by_code)
        return tuple(
            CouponWithUsage(coupon=coupon, used_by_customer=self._used(coupon.id, customer)) for coupon in found
        )

    def redeem(self, coupon_id: CouponId, customer: CustomerKey, order_id: UUID, at: datetime) -> None:
        coupon = self._coupons.get(coupon_id)
        if coupon is None or (coupon.max_uses is not None and coupon.uses >= coupon.max_uses):
            raise CouponExhausted
        limit = coupon.max_uses_per_user
        if (coupon_id, order_id) in self._uses or (limit is not None and self._used(coupon_id, customer) >= limit):
            raise CouponAlreadyUsed
        self._coupons.put(coupon_id, replace(coupon, uses=coupon.uses + 1))
        use = CouponUse(coupon_id=coupon_id, order_id=order_id, customer=customer, used_at=at)
        self._uses.put((coupon_id, order_id), use)

    def release(self, order_id: UUID, at: datetime) -> None:
        for use in self._uses:
            if use.order_id == order_id and use.given_back_at is None:
                self._uses.put((use.coupon_id, order_id), replace(use, given_back_at=at))
                if (coupon := self._coupons.get(use.coupon_id)) is not None:
                    self._coupons.put(coupon.id, replace(coupon, uses=coupon.uses - 1))

    def _used(self, coupon_id: CouponId, customer: CustomerKey | None) -> int:
        return sum(
            use.coupon_id == coupon_id and use.customer == customer and use.given_back_at is None for use in self._uses
        )
