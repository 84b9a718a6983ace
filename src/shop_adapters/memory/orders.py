"""Orders in memory, with their history."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.tables import MemoryTable
from shop_domain.accounts.model import UserId
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.paging import Page, PageRequest, page_within
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import (
    HistoryEntry,
    Order,
    OrderFilter,
    OrderId,
    OrderNumber,
    OrderStatus,
    OrderSummary,
    PlacedOrder,
)
from shop_domain.payments.model import Payment, PaymentId
from shop_domain.payments.status import status_of


class MemoryOrders:
    """Orders by id; rows of history are only ever added."""

    def __init__(
        self,
        orders: MemoryTable[OrderId, PlacedOrder],
        history: MemoryTable[OrderId, tuple[HistoryEntry, ...]],
    ) -> None:
        """Write to these tables."""
        self._orders = orders
        self._history = history

    def add(self, placed: PlacedOrder, first: HistoryEntry) -> None:
        """Store a new order with its lines and the first row of its history."""
        order = placed.order
        if any(_clashes(other.order, order) for other in self._orders):
            msg = "the cart or the number has an order already"
            raise ValueError(msg)
        self._orders.put(order.id, placed)
        self._history.put(order.id, (first,))

    def lock(self, order_id: OrderId) -> Order:
        """Read an order and hold it until the transaction ends; raise OrderNotFound."""
        placed = self._orders.get(order_id)
        if placed is None:
            raise OrderNotFound
        return placed.order

    def move(self, order: Order, entry: HistoryEntry) -> Order:
        """Store an order's new status with its row of history; raise ConcurrentUpdate if it moved on."""
        placed = self._orders.get(order.id)
        if placed is None or placed.order.version != order.version:
            raise ConcurrentUpdate
        self._orders.put(order.id, replace(placed, order=replace(order, version=order.version + 1)))
        self._history.put(order.id, (*(self._history.get(order.id) or ()), entry))
        return order

    def quantities(self, order_id: OrderId) -> dict[UUID, int]:
        """Tell how many units of each variant were ordered."""
        placed = self._orders.get(order_id)
        wanted: dict[UUID, int] = {}
        for line in () if placed is None else placed.lines:
            wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
        return wanted


class MemoryOrderReader:
    """Orders as people look at them."""

    def __init__(
        self,
        orders: MemoryTable[OrderId, PlacedOrder],
        history: MemoryTable[OrderId, tuple[HistoryEntry, ...]],
        payments: MemoryTable[PaymentId, Payment],
    ) -> None:
        """Read these tables."""
        self._orders = orders
        self._history = history
        self._payments = payments

    def by_number(self, number: OrderNumber) -> OrderSummary | None:
        """Read one order with its lines and the status of its latest payment."""
        found = next((placed for placed in self._orders if placed.order.number == number), None)
        return None if found is None else self._summary(found)

    def of_user(self, user_id: UserId, wanted: OrderFilter, page: PageRequest) -> Page[OrderSummary]:
        """List a user's orders, the newest first."""
        own = [placed for placed in self._orders if _is_wanted(placed.order, user_id, wanted)]
        newest_first = sorted(own, key=lambda placed: placed.order.id, reverse=True)
        shown = [self._summary(placed) for placed in newest_first]
        return page_within(shown, page, lambda summary: (str(summary.placed.order.id),))

    def placed_since(self, since: datetime, *, after: OrderSummary | None, limit: int) -> tuple[OrderSummary, ...]:
        """List everybody's orders of a moment or later, the oldest first, beginning behind one of them."""
        behind = None if after is None else _place(after.placed)
        wanted = [
            placed
            for placed in self._orders
            if placed.order.placed_at >= since and (behind is None or _place(placed) > behind)
        ]
        return tuple(self._summary(placed) for placed in sorted(wanted, key=_place)[:limit])

    def history(self, order_id: OrderId) -> tuple[HistoryEntry, ...]:
        """List an order's moves, the oldest first."""
        return self._history.get(order_id) or ()

    def _summary(self, placed: PlacedOrder) -> OrderSummary:
        attempts = [payment for payment in self._payments if payment.order_id == placed.order.id]
        latest = max(attempts, key=lambda payment: payment.id, default=None)
        return OrderSummary(placed=placed, payment_status=None if latest is None else status_of(latest).value)


def _place(placed: PlacedOrder) -> tuple[datetime, OrderId]:
    return placed.order.placed_at, placed.order.id


def _clashes(one: Order, other: Order) -> bool:
    same_cart = one.cart_id == other.cart_id and one.status is not OrderStatus.CANCELLED
    return same_cart or one.number == other.number


def _is_wanted(order: Order, user_id: UserId, wanted: OrderFilter) -> bool:
    return (
        order.owner.user_id == user_id
        and (wanted.status is None or order.status is wanted.status)
        and (wanted.created_after is None or order.placed_at >= wanted.created_after)
        and (wanted.created_before is None or order.placed_at <= wanted.created_before)
    )
