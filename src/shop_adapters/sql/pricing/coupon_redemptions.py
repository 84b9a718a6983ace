"""Coupons as carts and orders use them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, func, or_, select, update

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.metadata import UtcDateTime
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.pricing.rows import coupon_of
from shop_adapters.sql.pricing.tables import coupon_uses, coupons
from shop_domain.pricing.errors import CouponAlreadyUsed, CouponExhausted
from shop_domain.pricing.model import CouponId, CouponWithUsage, CustomerKey

_USED_BY_CUSTOMER: Final = (
    select(func.count())
    .select_from(coupon_uses)
    .where(
        coupon_uses.c.coupon_id == coupons.c.id,
        coupon_uses.c.customer == bindparam("customer", type_=String),
        coupon_uses.c.given_back_at.is_(None),
    )
    .correlate(coupons)
    .scalar_subquery()
)
_HELD: Final = select(coupons, _USED_BY_CUSTOMER.label("used_by_customer")).where(
    coupons.c.code.in_(bindparam("codes", expanding=True))
)
# The row stays locked until the transaction ends, so whoever counts afterwards counts every use there is.
_COUNT_UP: Final = (
    update(coupons)
    .where(
        coupons.c.id == bindparam("coupon_id_"),
        or_(coupons.c.max_uses.is_(None), coupons.c.uses < coupons.c.max_uses),
    )
    .values(uses=coupons.c.uses + 1)
)
_COUNT_DOWN: Final = update(coupons).where(coupons.c.id == bindparam("coupon_id_")).values(uses=coupons.c.uses - 1)
_LEFT_TO_CUSTOMER: Final = select(
    coupons.c.id.label("coupon_id"),
    bindparam("order_id", type_=Uuid).label("order_id"),
    bindparam("customer", type_=String).label("customer"),
    bindparam("at", type_=UtcDateTime).label("used_at"),
).where(
    coupons.c.id == bindparam("coupon_id"),
    or_(coupons.c.max_uses_per_user.is_(None), coupons.c.max_uses_per_user > _USED_BY_CUSTOMER),
)
_TAKE: Final = insert_or_ignore(coupon_uses, coupon_uses.c.order_id, source=_LEFT_TO_CUSTOMER)
_GIVE_BACK: Final = (
    update(coupon_uses)
    .where(coupon_uses.c.order_id == bindparam("of_order"), coupon_uses.c.given_back_at.is_(None))
    .values(given_back_at=bindparam("at"))
    .returning(coupon_uses.c.coupon_id)
)


class SqlCouponRedemptions(SqlRepository):
    """Coupons with their uses, whose limits hold by conditional statements under the coupon's lock."""

    def with_usage(self, codes: Sequence[str], customer: CustomerKey | None) -> tuple[CouponWithUsage, ...]:
        if not codes:
            return ()
        rows = self._database.execute(_HELD, {"codes": list(codes), "customer": customer})
        found = {
            row.code: CouponWithUsage(coupon=coupon_of(row), used_by_customer=row.used_by_customer) for row in rows
        }
        return tuple(found[code] for code in codes if code in found)

    def redeem(self, coupon_id: CouponId, customer: CustomerKey, order_id: UUID, at: datetime) -> None:
        if self._database.execute(_COUNT_UP, {"coupon_id_": coupon_id}).rowcount != 1:
            raise CouponExhausted
        values = {"coupon_id": coupon_id, "customer": customer, "order_id": order_id, "at": at}
        if self._database.execute(_TAKE[self._database.is_sqlite], values).first() is None:
            raise CouponAlreadyUsed

    def release(self, order_id: UUID, at: datetime) -> None:
        taken = self._database.execute(_GIVE_BACK, {"of_order": order_id, "at": at}).scalars().all()
        for coupon_id in sorted(taken):
            self._database.execute(_COUNT_DOWN, {"coupon_id_": coupon_id})
