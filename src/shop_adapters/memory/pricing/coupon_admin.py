"""Coupons as staff keep them, in memory."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.paging import Page, PageRequest, build_page
from shop_domain.pricing.errors import CouponCodeTaken
from shop_domain.pricing.model import Coupon, CouponFilter, CouponId


class MemoryCouponAdmin:
    """Coupons with their terms; uses are counted elsewhere."""

    def __init__(self, coupons: MemoryTable[CouponId, Coupon]) -> None:
        self._coupons = coupons

    def get(self, code: str) -> Coupon | None:
        return next((coupon for coupon in self._coupons if coupon.code == code), None)

    def lock(self, code: str) -> Coupon | None:
        """Find one; the transaction holds everything anyway."""
        return self.get(code)

    def list(self, wanted: CouponFilter, page: PageRequest) -> Page[Coupon]:
        found = sorted((c for c in self._coupons if _is_wanted(c, wanted)), key=lambda c: c.id, reverse=True)
        rows = found[(page.number - 1) * page.size :]
        if page.cursor is not None:
            rows = _from(found, UUID(page.cursor.key[0]), backwards=page.cursor.backwards)
        count = len(found) if page.with_count else None
        return build_page(rows[: page.size + 1], page, lambda coupon: (str(coupon.id),), count)

    def save(self, coupon: Coupon) -> Coupon:
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
