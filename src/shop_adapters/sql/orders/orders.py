"""Orders as the checkout writes them."""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select, update

from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.orders.rows import history_row, line_rows, order_of, order_row
from shop_adapters.sql.orders.tables import order_history, order_lines, orders
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import HistoryEntry, Order, OrderId, PlacedOrder

_LOCK: Final = select(orders).where(orders.c.id == bindparam("order_id")).with_for_update()
_MOVE: Final = (
    update(orders)
    .where(orders.c.id == bindparam("order_id"), orders.c.version == bindparam("seen"))
    .values(status=bindparam("status_"), updated_at=bindparam("updated"), version=orders.c.version + 1)
)
_QUANTITIES: Final = select(order_lines.c.variant_id, order_lines.c.quantity).where(
    order_lines.c.order_id == bindparam("order_id")
)


class SqlOrders(SqlRepository):
    """Orders by id; rows of history are only ever added."""

    def add(self, placed: PlacedOrder, first: HistoryEntry) -> None:
        order_id = placed.order.id
        self._database.append(orders, order_row(placed.order))
        self._database.append(order_lines, *line_rows(order_id, placed.lines))
        self._database.append(order_history, history_row(order_id, first))

    def lock(self, order_id: OrderId) -> Order:
        row = self._database.execute(_LOCK, {"order_id": order_id}).mappings().first()
        if row is None:
            raise OrderNotFound
        return order_of(row)

    def save_transition(self, order: Order, entry: HistoryEntry) -> Order:
        values = {
            "order_id": order.id,
            "seen": order.version,
            "status_": order.status.value,
            "updated": order.updated_at,
        }
        if self._database.execute(_MOVE, values).rowcount != 1:
            raise ConcurrentUpdate
        self._database.append(order_history, history_row(order.id, entry))
        return order

    def quantities(self, order_id: OrderId) -> dict[UUID, int]:
        wanted: dict[UUID, int] = {}
        for row in self._database.execute(_QUANTITIES, {"order_id": order_id}).mappings():
            wanted[row["variant_id"]] = wanted.get(row["variant_id"], 0) + row["quantity"]
        return wanted
