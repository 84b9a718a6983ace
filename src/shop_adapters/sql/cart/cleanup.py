"""Carts that nobody comes back to."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, or_, select, update

from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.engine.literals import sql_literal
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.cart.model import CartStatus

_IDLE: Final = carts.c.updated_at < bindparam("idle_since")
_UNSOLD: Final = carts.c.status != sql_literal(CartStatus.CONVERTED.value)
_FORGOTTEN: Final = (
    select(carts.c.id)
    .where(_IDLE, _UNSOLD, carts.c.status == sql_literal(CartStatus.ACTIVE.value), carts.c.line_count > 0)
    .order_by(carts.c.updated_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WORTHLESS: Final = (
    select(carts.c.id)
    .where(
        _IDLE,
        _UNSOLD,
        or_(carts.c.guest_key.is_not(None), carts.c.line_count == 0),
    )
    .order_by(carts.c.updated_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ABANDON: Final = (
    update(carts)
    .where(carts.c.id.in_(_FORGOTTEN))
    .values(status=CartStatus.ABANDONED.value, version=carts.c.version + 1, updated_at=bindparam("at"))
)
_PURGE: Final = delete(carts).where(carts.c.id.in_(_WORTHLESS))


class SqlCartCleanup(SqlRepository):
    """Carts that nobody comes back to; a cart that somebody holds at this moment is left for the next time."""

    def abandon(self, idle_before: datetime, at: datetime, limit: int) -> int:
        return self._database.execute(_ABANDON, {"idle_since": idle_before, "at": at, "most": limit}).rowcount

    def purge(self, idle_before: datetime, limit: int) -> int:
        return self._database.execute(_PURGE, {"idle_since": idle_before, "most": limit}).rowcount
