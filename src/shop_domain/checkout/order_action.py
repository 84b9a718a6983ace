"""What follows for the order when an attempt to pay changes its state?"""

from enum import StrEnum

from shop_domain.orders.model import Order, OrderStatus
from shop_domain.payments.lifecycle import UNPAID_FINAL_STATES
from shop_domain.payments.model import Payment, PaymentState


class OrderAction(StrEnum):
    """What the shop does when an attempt to pay has changed its state."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    """The order is paid: its reserved goods are sold."""
    CANCEL = "give_back"
    """The order ends unpaid: stock, coupons and cart are restored."""
    REFUND = "return_money"
    """Money was received that the shop may not keep."""


def order_action(order: Order, before: Payment, after: Payment) -> OrderAction:
    """Tell what follows.

    An amount that was not asked for is refunded, and so is the right amount for an order that has ended: its stock and
    its cart were restored then, and the buyer may have bought again since.
    """
    if after.state is before.state:
        return OrderAction.NOTHING
    is_pending = order.status is OrderStatus.PENDING
    if after.state is PaymentState.PAID:
        return OrderAction.CONFIRM if is_pending else OrderAction.REFUND
    if after.state is PaymentState.REVIEW:
        return OrderAction.REFUND
    if after.state in UNPAID_FINAL_STATES and is_pending:
        return OrderAction.CANCEL
    return OrderAction.NOTHING
