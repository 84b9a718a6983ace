"""What orders need from the storage."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from shop_domain.accounts.model import UserId
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.orders.model import HistoryEntry, Order, OrderFilter, OrderId, OrderNumber, OrderSummary, PlacedOrder

OrderTokens: TypeAlias = Callable[[OrderId], str]
"""Make the capability by which a guest sees one order: a MAC, so that nothing is stored."""


class OrderRepository(Protocol):
    """Orders by id and number; rows of history are only ever added."""

    def add(self, placed: PlacedOrder, first: HistoryEntry) -> None:
        """Store a new order with its lines and the first row of its history."""
        ...

    def lock(self, order_id: OrderId) -> Order:
        """Read an order and hold it until the transaction ends; raise OrderNotFound."""
        ...

    def save_transition(self, order: Order, entry: HistoryEntry) -> Order:
        """Store an order's new status with its row of history; raise ConcurrentUpdate if it moved on."""
        ...

    def quantities(self, order_id: OrderId) -> dict[UUID, int]:
        """Tell how many units of each variant were ordered."""
        ...


class OrderReader(Protocol):
    """Orders as people look at them."""

    def by_number(self, number: OrderNumber) -> OrderSummary | None:
        """Read one order with its lines and the status of its latest payment."""
        ...

    def list_by_user(self, user_id: UserId, wanted: OrderFilter, page: PageRequest) -> Page[OrderSummary]:
        """List a user's orders, the newest first."""
        ...

    def placed_since(self, since: datetime, *, after: OrderSummary | None, limit: int) -> tuple[OrderSummary, ...]:
        """List everybody's orders of a moment or later, the oldest first, beginning behind one of them."""
        ...

    def history(self, order_id: OrderId) -> tuple[HistoryEntry, ...]:
        """List an order's moves, the oldest first."""
        ...


class OrdersTx(Protocol):
    """The part of a transaction that looking at orders uses."""

    @property
    def order_reader(self) -> OrderReader: ...
