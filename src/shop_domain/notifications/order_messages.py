"""What is the buyer told about an order?"""

from collections.abc import Mapping
from typing import Final

from shop_domain.accounts.erasure import is_erased_email
from shop_domain.checkout import events
from shop_domain.notifications.model import MailMessage, MailTemplate
from shop_domain.orders.model import OrderNumber
from shop_domain.payments.model import PaymentState

TEMPLATES: Final[Mapping[type[events.OrderEvent], MailTemplate]] = {
    events.OrderConfirmed: MailTemplate.ORDER_CONFIRMED,
    events.OrderCancelled: MailTemplate.ORDER_CANCELLED,
    events.PaymentUnderReview: MailTemplate.PAYMENT_TO_REVIEW,
    events.PaymentRefunded: MailTemplate.MONEY_RETURNED,
}
SEEN_IN_THE_BROWSER: Final = frozenset(
    {PaymentState.FAILED, PaymentState.DECLINED, PaymentState.CANCELLED, PaymentState.REVIEW}
)
"""Ends that the buyer meets while paying, or that a mail about the money tells; the cart is theirs again."""


def messages_about_order(event: events.OrderEvent) -> tuple[MailMessage, ...]:
    """Answer the mail of an order's event; none where there is no buyer any more, or nothing that is new to them."""
    name = TEMPLATES.get(type(event))
    if is_erased_email(event.email):
        return ()
    if name is None or (isinstance(event, events.OrderCancelled) and event.cause in SEEN_IN_THE_BROWSER):
        return ()
    return (
        MailMessage(name=name, to=event.email, context=_facts(event), order_number=OrderNumber(event.order_number)),
    )


def _facts(event: events.OrderEvent) -> Mapping[str, object]:
    match event:
        case events.OrderCancelled():
            return {"at": event.at, "reason": event.reason}
        case events.PaymentUnderReview():
            return {"at": event.at, "received": event.received}
        case events.PaymentRefunded():
            return {"at": event.at, "amount": event.amount}
        case _:
            return {"at": event.at}
