"""Coupons as staff keep them."""

from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Boolean, Select, String, bindparam, insert, select, update

from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.keyset_list import KeysetList, map_page
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.pricing.rows import coupon_of, coupon_row
from shop_adapters.sql.pricing.tables import coupons
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.pricing.errors import CouponCodeTaken
from shop_domain.pricing.model import Coupon, CouponFilter

_BY_CODE: Final = select(coupons).where(coupons.c.code == bindparam("code"))
_LOCK: Final = _BY_CODE.with_for_update()
_INSERT: Final = insert(coupons)
_TERMS: Final = tuple(column.name for column in coupons.c if column.name not in {"id", "uses"})
_UPDATE: Final = (
    update(coupons)
    .where(coupons.c.id == bindparam("coupon_id"), coupons.c.version == bindparam("seen"))
    .values({name: bindparam(name) for name in _TERMS})
)
_LIST: Final = KeysetList(
    source=coupons,
    columns=list(coupons.c),
    key=coupons.c.id,
    filters={
        "is_active": coupons.c.is_active == bindparam("is_active", type_=Boolean),
        "pattern": coupons.c.code.like(bindparam("pattern", type_=String), escape="/"),
    },
)


class SqlCouponAdmin(SqlRepository):
    """Coupons with their terms; uses are counted elsewhere."""

    def get(self, code: str) -> Coupon | None:
        return self._one(_BY_CODE, code)

    def lock(self, code: str) -> Coupon | None:
        return self._one(_LOCK, code)

    def list(self, wanted: CouponFilter, page: PageRequest) -> Page[Coupon]:
        filters = {"is_active": wanted.is_active, "pattern": _pattern(wanted.search)}
        found = _LIST.rows(self._database, filters, page)
        return map_page(found, coupon_of)

    def save(self, coupon: Coupon) -> Coupon:
        saved = replace(coupon, version=coupon.version + 1)
        row = coupon_row(saved)
        try:
            if coupon.version == 0:
                self._database.execute(_INSERT, row)
            elif self._database.execute(_UPDATE, _terms(row, seen=coupon.version)).rowcount != 1:
                raise ConcurrentUpdate
        except ConstraintViolation as violation:
            if violation.constraint == "uq_coupons_code":
                raise CouponCodeTaken from violation
            raise
        return saved

    def _one(self, statement: Select[Any], code: str) -> Coupon | None:
        row = self._database.execute(statement, {"code": code}).first()
        return None if row is None else coupon_of(row)


def _terms(row: dict[str, Any], *, seen: int) -> dict[str, Any]:
    return {name: row[name] for name in _TERMS} | {"coupon_id": row["id"], "seen": seen}


def _pattern(search: str) -> str:
    """Match codes that contain the text, in which no character has a meaning of its own."""
    plain = search.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{plain}%"
