"""What follows for the order when an attempt to pay has moved?"""

from enum import StrEnum

from shop_domain.orders.model import Order, OrderStatus
from shop_domain.payments.lifecycle import UNPAID_FINAL_STATES
from shop_domain.payments.model import Payment, PaymentState


class OrderAction(StrEnum):
    """What the shop owes to an attempt that has moved."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    """The order is paid: the goods are the buyer's."""
    CANCEL = "give_back"
    """The order ends: stock, coupons and cart go back."""
    REFUND = "return_money"
    """Money came that the shop may not keep."""


def order_action(order: Order, before: Payment, after: Payment) -> OrderAction:
    """Tell what follows.

    Money that is not what was asked for goes back, and so does right money for an order that can't be served any
    more: its stock and its cart were given back when it ended, and the buyer may have bought again since.
    """
    if after.state is before.state:
        return OrderAction.NOTHING
    waits = order.status is OrderStatus.PENDING
    if after.state is PaymentState.PAID:
        return OrderAction.CONFIRM if waits else OrderAction.REFUND
    if after.state is PaymentState.REVIEW:
        return OrderAction.REFUND
    if after.state in UNPAID_FINAL_STATES and waits:
        return OrderAction.CANCEL
    return OrderAction.NOTHING
