"""What happens to orders and their money."""

from datetime import datetime
from typing import TypedDict

from shop_domain.kernel.events import Event
from shop_domain.kernel.money import Money
from shop_domain.orders.model import Order, OrderId, order_reference
from shop_domain.payments.model import PaymentState


class OrderEvent(Event, frozen=True, kw_only=True):
    """Something that happened to an order."""

    order_id: OrderId
    order_number: str
    email: str
    total: Money

    @property
    def ordering_key(self) -> str:
        """Keep the events of one order in their order."""
        return order_reference(self.order_id)


class OrderPlaced(OrderEvent, frozen=True, kw_only=True):
    """An order was written and waits for its money."""


class OrderConfirmed(OrderEvent, frozen=True, kw_only=True):
    """An order was paid, or costs nothing."""


class OrderCancelled(OrderEvent, frozen=True, kw_only=True):
    """An order ended before it was shipped, and everything was given back."""

    reason: str
    cause: PaymentState | None = None
    """The state of the payment that ended it; None where somebody cancelled it."""


class PaymentUnderReview(OrderEvent, frozen=True, kw_only=True):
    """Money came that is not what was asked for; it goes back by itself."""

    received: Money


class PaymentRefunded(OrderEvent, frozen=True, kw_only=True):
    """Money went back to the payer."""

    amount: Money


class OrderDetails(TypedDict):
    """What every event of an order says."""

    order_id: OrderId
    order_number: str
    email: str
    total: Money
    at: datetime


def order_details(order: Order, at: datetime) -> OrderDetails:
    """Give what every event of this order says."""
    return OrderDetails(order_id=order.id, order_number=order.number, email=order.email, total=order.grand_total, at=at)
