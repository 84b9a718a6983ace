"""Stock by variant, on either engine."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.inventory import postgres, sqlite
from shop_adapters.sql.inventory.tables import stock
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.errors import OutOfStock, StockNotFound
from shop_domain.inventory.model import Reservation, ReservationEnd, Shortage, StockLevel, StockMovement

_LEVEL: Final = select(stock).where(stock.c.variant_id == bindparam("variant_id"))
_LEFT: Final = select(stock).where(stock.c.variant_id.in_(bindparam("variant_ids", expanding=True)))
_LIMITS: Final = (
    update(stock)
    .where(stock.c.variant_id == bindparam("of_variant"))
    .values(tracked=bindparam("is_tracked"), backorder=bindparam("is_backorder"))
)


class SqlStock:
    """Stock by variant; every change writes its row of the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._moves = sqlite if database.is_sqlite else postgres

    def reserve(self, order_id: UUID, reservations: Sequence[Reservation], at: datetime) -> None:
        """Promise all of it to the order, or raise OutOfStock.

        What was appended so far is sent first: a popular item's row is then locked only until the commit that follows.
        """
        self._database.flush()
        taken = self._moves.reserve(self._database, order_id, reservations, at)
        lacking = [p.variant_id for p in reservations if p.variant_id not in taken]
        if lacking:
            raise OutOfStock(self._left_of(lacking))

    def end_reservations(self, order_id: UUID, how: ReservationEnd, at: datetime) -> bool:
        """End the order's live promises; False where none lived. What was appended so far is sent first, as above."""
        self._database.flush()
        return self._moves.end_reservations(self._database, order_id, how, at)

    def level(self, variant_id: VariantId) -> StockLevel | None:
        row = self._database.execute(_LEVEL, {"variant_id": variant_id}).mappings().first()
        return None if row is None else _level_of(row)

    def apply(self, movement: StockMovement) -> StockLevel | None:
        row = self._moves.apply(self._database, movement)
        return None if row is None else _level_of(row)

    def upsert(self, level: StockLevel) -> bool:
        known = self.level(level.variant_id)
        if known is None:
            return self._begin_to_keep(level)
        if (known.tracked, known.backorder) == (level.tracked, level.backorder):
            return False
        values = {"of_variant": level.variant_id, "is_tracked": level.tracked, "is_backorder": level.backorder}
        self._database.execute(_LIMITS, values)
        return True

    def _begin_to_keep(self, level: StockLevel) -> bool:
        values = {"variant_id": level.variant_id, "tracked": level.tracked, "backorder": level.backorder}
        try:
            self._database.execute(insert(stock), values)
        except ConstraintViolation as violation:
            raise StockNotFound from violation
        return True

    def _left_of(self, variant_ids: Sequence[VariantId]) -> list[Shortage]:
        rows = self._database.execute(_LEFT, {"variant_ids": variant_ids}).mappings()
        left = {row["variant_id"]: _level_of(row).available for row in rows}
        return [Shortage(variant_id=v, available=left.get(v, 0)) for v in variant_ids]


def _level_of(row: Mapping[Any, Any]) -> StockLevel:
    return StockLevel(
        variant_id=row["variant_id"],
        on_hand=row["on_hand"],
        reserved=row["reserved"],
        tracked=row["tracked"],
        backorder=row["backorder"],
    )
