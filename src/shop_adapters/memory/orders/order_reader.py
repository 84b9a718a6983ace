"""Orders as people look at them, in memory."""

from datetime import datetime

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.accounts.model import UserId
from shop_domain.kernel.paging import Page, PageRequest, paginate
from shop_domain.orders.model import (
    HistoryEntry,
    Order,
    OrderFilter,
    OrderId,
    OrderNumber,
    OrderSummary,
    PlacedOrder,
)
from shop_domain.payments.current_attempt import latest_attempt
from shop_domain.payments.model import Payment, PaymentId
from shop_domain.payments.status import status_of


class MemoryOrderReader:
    def __init__(
        self,
        orders: MemoryTable[OrderId, PlacedOrder],
        history: MemoryTable[OrderId, tuple[HistoryEntry, ...]],
        payments: MemoryTable[PaymentId, Payment],
    ) -> None:
        self._orders = orders
        self._history = history
        self._payments = payments

    def by_number(self, number: OrderNumber) -> OrderSummary | None:
        found = next((placed for placed in self._orders if placed.order.number == number), None)
        return None if found is None else self._summary(found)

    def list_by_user(self, user_id: UserId, wanted: OrderFilter, page: PageRequest) -> Page[OrderSummary]:
        own = [placed for placed in self._orders if _is_wanted(placed.order, user_id, wanted)]
        newest_first = sorted(own, key=lambda placed: placed.order.id, reverse=True)
        shown = [self._summary(placed) for placed in newest_first]
        return paginate(shown, page, lambda summary: (str(summary.placed.order.id),))

    def placed_since(self, since: datetime, *, after: OrderSummary | None, limit: int) -> tuple[OrderSummary, ...]:
        behind = None if after is None else _place(after.placed)
        wanted = [
            placed
            for placed in self._orders
            if placed.order.placed_at >= since and (behind is None or _place(placed) > behind)
        ]
        return tuple(self._summary(placed) for placed in sorted(wanted, key=_place)[:limit])

    def history(self, order_id: OrderId) -> tuple[HistoryEntry, ...]:
        return self._history.get(order_id) or ()

    def _summary(self, placed: PlacedOrder) -> OrderSummary:
        latest = latest_attempt(payment for payment in self._payments if payment.order_id == placed.order.id)
        return OrderSummary(placed=placed, payment_status=None if latest is None else status_of(latest).value)


def _place(placed: PlacedOrder) -> tuple[datetime, OrderId]:
    return placed.order.placed_at, placed.order.id


def _is_wanted(order: Order, user_id: UserId, wanted: OrderFilter) -> bool:
    return (
        order.owner.user_id == user_id
        and (wanted.status is None or order.status is wanted.status)
        and (wanted.created_after is None or order.placed_at >= wanted.created_after)
        and (wanted.created_before is None or order.placed_at <= wanted.created_before)
    )
