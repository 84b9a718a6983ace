"""What follows for the order when an attempt to pay has moved?"""

from enum import StrEnum

from shop_domain.orders.model import Order, OrderStatus
from shop_domain.payments.lifecycle import UNPAID_ENDS
from shop_domain.payments.model import Payment, PaymentState


class Consequence(StrEnum):
    """What the shop owes to an attempt that has moved."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    """The order is paid: the goods are the buyer's."""
    GIVE_BACK = "give_back"
    """The order ends: stock, coupons and cart go back."""
    RETURN_MONEY = "return_money"
    """Money came that the shop may not keep."""


def consequence(order: Order, before: Payment, after: Payment) -> Consequence:
    """Tell what follows.

    Money that is not what was asked for goes back, and so does right money for an order that can't be served any
    more: its stock and its cart were given back when it ended, and the buyer may have bought again since.
    """
    if after.state is before.state:
        return Consequence.NOTHING
    waits = order.status is OrderStatus.PENDING
    if after.state is PaymentState.PAID:
        return Consequence.CONFIRM if waits else Consequence.RETURN_MONEY
    if after.state is PaymentState.REVIEW:
        return Consequence.RETURN_MONEY
    if after.state in UNPAID_ENDS and waits:
        return Consequence.GIVE_BACK
    return Consequence.NOTHING
