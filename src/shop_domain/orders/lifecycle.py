"""What may follow what in the life of an order: the whole table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.model import Order, OrderStatus

S = OrderStatus
TRANSITIONS: Final[Mapping[OrderStatus, frozenset[OrderStatus]]] = {
    S.PENDING: frozenset({S.CONFIRMED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.PROCESSING, S.SHIPPED, S.CANCELLED, S.PARTIALLY_REFUNDED, S.REFUNDED}),
    S.PROCESSING: frozenset({S.SHIPPED, S.CANCELLED, S.PARTIALLY_REFUNDED, S.REFUNDED}),
    S.SHIPPED: frozenset({S.DELIVERED, S.RETURNED, S.PARTIALLY_REFUNDED, S.REFUNDED}),
    S.DELIVERED: frozenset({S.RETURNED, S.PARTIALLY_REFUNDED, S.REFUNDED}),
    S.PARTIALLY_REFUNDED: frozenset({S.REFUNDED, S.RETURNED}),
    S.RETURNED: frozenset({S.PARTIALLY_REFUNDED, S.REFUNDED}),
    S.CANCELLED: frozenset(),
    S.REFUNDED: frozenset(),
}


def transition(order: Order, to: OrderStatus, at: datetime) -> Order:
    """Move an order along the table; raise IllegalTransition where it has no such move."""
    if to not in TRANSITIONS[order.status]:
        raise IllegalTransition(status=order.status.value)
    return replace(order, status=to, updated_at=at)
