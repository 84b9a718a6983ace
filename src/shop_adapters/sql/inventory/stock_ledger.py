"""Every move of stock, the newest first."""

from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.inventory.tables import stock_movements
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.model import MovementId, MovementKind, StockMovement
from shop_domain.kernel.paging import Page, PageRequest, build_page

_of: Final = stock_movements.c.variant_id == bindparam("variant_id")
_COUNT: Final = select(func.count()).select_from(stock_movements).where(_of)
_listed: Final[Select[Any]] = select(stock_movements).where(_of).limit(bindparam("limit"))
_position: Final = stock_movements.c.position
_PAGE: Final = _listed.order_by(_position.desc()).offset(bindparam("offset"))
_FORWARD: Final = _listed.where(_position < bindparam("key")).order_by(_position.desc())
_BACKWARD: Final = _listed.where(_position > bindparam("key")).order_by(_position)


class SqlStockLedger:
    """Every move, as it happened."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def movements(self, variant_id: VariantId, page: PageRequest) -> Page[StockMovement]:
        values: dict[str, object] = {"variant_id": variant_id}
        count = self._database.execute(_COUNT, values).scalar_one() if page.with_count else None
        values["limit"] = page.size + 1
        if page.cursor is None:
            statement, values["offset"] = _PAGE, (page.number - 1) * page.size
        else:
            statement, values["key"] = (_BACKWARD if page.cursor.backwards else _FORWARD), int(page.cursor.key[0])
        rows = self._database.execute(statement, values).mappings().all()
        places = {row["id"]: str(row["position"]) for row in rows}
        return build_page([_movement(row) for row in rows], page, lambda movement: (places[movement.id],), count)


def _movement(row: Any) -> StockMovement:  # noqa: ANN401 - a row of the ledger
    return StockMovement(
        id=MovementId(row["id"]),
        variant_id=row["variant_id"],
        kind=MovementKind(row["kind"]),
        on_hand_change=row["on_hand_change"],
        reserved_change=row["reserved_change"],
        order_id=row["order_id"],
        reason=row["reason"],
        actor_id=row["actor_id"],
        happened_at=row["happened_at"],
    )
