"""Until when may a customer cancel?"""

from typing import Final

from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.model import Order, OrderStatus

BEFORE_SHIPPING: Final = frozenset({OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING})


def require_cancellable(order: Order) -> None:
    """Let an order be cancelled until it ships; raise IllegalTransition after."""
    if order.status not in BEFORE_SHIPPING:
        raise IllegalTransition(status=order.status.value)
