"""Every move of stock, the newest first."""

from typing import Any, Final

from sqlalchemy import bindparam

from shop_adapters.sql.engine.keyset_list import KeysetList, map_page
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.inventory.tables import stock_movements
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.model import MovementId, MovementKind, StockMovement
from shop_domain.kernel.paging import Page, PageRequest

_LIST: Final = KeysetList(
    source=stock_movements,
    columns=list(stock_movements.c),
    key=stock_movements.c.position,
    filters={"variant_id": stock_movements.c.variant_id == bindparam("variant_id")},
)


class SqlStockLedger(SqlRepository):
    def movements(self, variant_id: VariantId, page: PageRequest) -> Page[StockMovement]:
        return map_page(_LIST.rows(self._database, {"variant_id": variant_id}, page), _movement)


def _movement(row: Any) -> StockMovement:  # noqa: ANN401 - a row of the ledger
    return StockMovement(
        id=MovementId(row.id),
        variant_id=row.variant_id,
        kind=MovementKind(row.kind),
        on_hand_change=row.on_hand_change,
        reserved_change=row.reserved_change,
        order_id=row.order_id,
        reason=row.reason,
        actor_id=row.actor_id,
        happened_at=row.happened_at,
    )
