"""What is the buyer told about an order?"""

from collections.abc import Mapping
from typing import Final

from shop_domain.accounts.erased import is_nobodys
from shop_domain.checkout import events
from shop_domain.checkout.abandonment import reason_of
from shop_domain.notifications.model import Message, MessageName
from shop_domain.orders.model import OrderNumber
from shop_domain.payments.model import PaymentState

NAMES: Final[Mapping[type[events.OrderEvent], MessageName]] = {
    events.OrderConfirmed: MessageName.ORDER_CONFIRMED,
    events.OrderCancelled: MessageName.ORDER_CANCELLED,
    events.PaymentToReview: MessageName.PAYMENT_TO_REVIEW,
    events.MoneyReturned: MessageName.MONEY_RETURNED,
}
SEEN_IN_THE_BROWSER: Final = frozenset(
    map(reason_of, (PaymentState.FAILED, PaymentState.DECLINED, PaymentState.CANCELLED, PaymentState.REVIEW))
)
"""Ends that the buyer meets while paying, or that a mail about the money tells; the cart is theirs again."""


def messages_about_order(event: events.OrderEvent) -> tuple[Message, ...]:
    """Answer the mail of an order's event; none where there is no buyer any more, or nothing that is new to them."""
    name = NAMES.get(type(event))
    if is_nobodys(event.email):
        return ()
    if name is None or (isinstance(event, events.OrderCancelled) and event.reason in SEEN_IN_THE_BROWSER):
        return ()
    return (Message(name=name, to=event.email, facts=_facts(event), order_number=OrderNumber(event.order_number)),)


def _facts(event: events.OrderEvent) -> Mapping[str, object]:
    match event:
        case events.OrderCancelled():
            return {"at": event.at, "reason": event.reason}
        case events.PaymentToReview():
            return {"at": event.at, "received": event.received}
        case events.MoneyReturned():
            return {"at": event.at, "amount": event.amount}
        case _:
            return {"at": event.at}
