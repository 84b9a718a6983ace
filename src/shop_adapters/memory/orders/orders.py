"""Orders in memory, with their history."""

from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import (
    HistoryEntry,
    Order,
    OrderId,
    OrderStatus,
    PlacedOrder,
)


class MemoryOrders:
    """Orders by id; rows of history are only ever added."""

    def __init__(
        self,
        orders: MemoryTable[OrderId, PlacedOrder],
        history: MemoryTable[OrderId, tuple[HistoryEntry, ...]],
    ) -> None:
        self._orders = orders
        self._history = history

    def add(self, placed: PlacedOrder, first: HistoryEntry) -> None:
        order = placed.order
        if any(_clashes(other.order, order) for other in self._orders):
            msg = "the cart or the number has an order already"
            raise ValueError(msg)
        self._orders.put(order.id, placed)
        self._history.put(order.id, (first,))

    def lock(self, order_id: OrderId) -> Order:
        placed = self._orders.get(order_id)
        if placed is None:
            raise OrderNotFound
        return placed.order

    def save_transition(self, order: Order, entry: HistoryEntry) -> Order:
        placed = self._orders.get(order.id)
        if placed is None or placed.order.version != order.version:
            raise ConcurrentUpdate
        self._orders.put(order.id, replace(placed, order=replace(order, version=order.version + 1)))
        self._history.put(order.id, (*(self._history.get(order.id) or ()), entry))
        return order

    def quantities(self, order_id: OrderId) -> dict[UUID, int]:
        placed = self._orders.get(order_id)
        wanted: dict[UUID, int] = {}
        for line in () if placed is None else placed.lines:
            wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
        return wanted


def _clashes(one: Order, other: Order) -> bool:
    same_cart = one.cart_id == other.cart_id and one.status is not OrderStatus.CANCELLED
    return same_cart or one.number == other.number
