"""What the buyer is told about an order."""

from typing import Any
from uuid import UUID

import pytest

from shop_domain.accounts.erasure import ERASED_EMAIL
from shop_domain.checkout import events
from shop_domain.checkout.abandonment import OrderEnd, order_end
from shop_domain.notifications.links import MailLinks
from shop_domain.notifications.message_for_event import messages_for
from shop_domain.notifications.model import MailTemplate
from shop_domain.notifications.order_messages import messages_about_order
from shop_domain.payments.model import PaymentState
from tests.unit.notifications.order_builders import NOW, NUMBER, usd

ORDER: dict[str, Any] = {
    "at": NOW,
    "order_id": UUID(int=1),
    "order_number": NUMBER,
    "email": "ann@example.com",
    "total": usd(4198),
}


def test_a_confirmed_order_is_told_to_the_buyer():
    [message] = messages_for(events.OrderConfirmed(**ORDER))
    assert (message.name, message.to, message.order_number) == (
        MailTemplate.ORDER_CONFIRMED,
        "ann@example.com",
        NUMBER,
    )


def test_nobody_is_told_about_the_order_of_somebody_who_has_left():
    nobodys: dict[str, Any] = {**ORDER, "email": ERASED_EMAIL}
    assert messages_for(events.OrderConfirmed(**nobodys)) == ()


def test_every_event_of_an_order_is_answered_as_such():
    confirmed = events.OrderConfirmed(**ORDER)
    assert messages_for(confirmed) == messages_about_order(confirmed)


def test_an_order_that_waits_for_its_money_is_not_told_yet():
    assert messages_for(events.OrderPlaced(**ORDER)) == ()


@pytest.mark.parametrize("state", [PaymentState.FAILED, PaymentState.DECLINED, PaymentState.CANCELLED])
def test_an_end_that_the_buyer_sees_in_the_browser_is_not_mailed(state):
    assert messages_for(events.OrderCancelled(**ORDER, reason="any text", cause=state)) == ()


@pytest.mark.parametrize(
    "end", [OrderEnd(reason=order_end(PaymentState.DECLINED).reason), order_end(PaymentState.EXPIRED)]
)
def test_any_other_end_is_mailed_with_its_reason(end):
    [message] = messages_for(events.OrderCancelled(**ORDER, reason=end.reason, cause=end.cause))
    assert (message.name, message.context["reason"]) == (MailTemplate.ORDER_CANCELLED, end.reason)


def test_money_that_was_not_asked_for_and_money_that_went_back_are_told_with_their_amounts():
    [review] = messages_for(events.PaymentUnderReview(**ORDER, received=usd(1)))
    [returned] = messages_for(events.PaymentRefunded(**ORDER, amount=usd(2)))
    assert (review.context["received"], returned.context["amount"]) == (usd(1), usd(2))


def test_a_link_to_an_order_carries_a_guests_token_only():
    frontend = MailLinks(public_url="https://api.example", frontend_url="https://shop.example")
    assert frontend.to_order(NUMBER, None) == f"https://shop.example/orders/{NUMBER}"
    assert frontend.to_order(NUMBER, "t") == f"https://shop.example/orders/{NUMBER}#token=t"
    alone = MailLinks(public_url="https://api.example")
    assert alone.to_order(NUMBER, "t") == f"https://api.example/api/v1/orders/{NUMBER}/?token=t"
    assert alone.to_order(NUMBER, None) is None
