"""Until when may a customer cancel?"""

from typing import Final

from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.model import Order, OrderStatus

CANCELLABLE_STATUSES: Final = frozenset({OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING})


def require_cancellable(order: Order) -> None:
    """Let an order be cancelled until it ships; raise IllegalTransition after."""
    if order.status not in CANCELLABLE_STATUSES:
        raise IllegalTransition(status=order.status.value)
