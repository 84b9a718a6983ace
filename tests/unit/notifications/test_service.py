"""Each event's mails go out, each of them once."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shop_adapters.memory.store import MemoryStore
from shop_domain.accounts.model import UserId
from shop_domain.auth import events
from shop_domain.cart.model import CartId, CartOwner
from shop_domain.checkout.events import OrderConfirmed
from shop_domain.kernel.events import Event
from shop_domain.notifications.errors import MailNotSent, MailRefused
from shop_domain.notifications.links import MailLinks
from shop_domain.notifications.model import Mail
from shop_domain.notifications.service import NotificationService
from shop_domain.orders.model import SYSTEM_ACTOR, HistoryEntry, OrderId, OrderNumber, OrderStatus
from tests.unit.notifications.order_builders import a_placed_order, usd
from tests.unit.notifications.test_message_for_event import sample

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENT = UUID(int=1)
FIRST = HistoryEntry(from_status=None, to_status=OrderStatus.PENDING, actor=SYSTEM_ACTOR, reason="placed", at=NOW)


class Mailbox:
    """Takes mail, unless it was told to fail for an address."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.failures: dict[str, Exception] = {}

    def send(self, mail: Mail) -> None:
        if mail.to in self.failures:
            raise self.failures[mail.to]
        self.mails.append(mail)


def write(event_id, message, link) -> Mail:
    text = f"{message.name} {link}"
    return Mail(id=f"{event_id}.{message.name}", to=message.to, subject=text, text=text, html=text)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def notifications(store, mailbox) -> NotificationService:
    return NotificationService(
        begin=store.begin,
        read=store.read,
        clock=lambda: NOW,
        render_mail=write,
        transport=mailbox,
        token_text=lambda token_id, purpose: f"{purpose}-{token_id.int}",
        order_tokens=lambda order_id: f"open-{order_id.int}",
        links=MailLinks(public_url="https://api.example"),
    )


CHANGE = sample(events.EmailChangeRequested)


def test_a_link_gets_its_token_when_the_mail_is_sent(notifications, mailbox):
    notifications.handle(EVENT, sample(events.VerificationRequested))
    [mail] = mailbox.mails
    assert mail.text == "verify_email https://api.example/api/v1/auth/verify-email/EMAIL_VERIFICATION-7/"


def test_a_repeated_event_sends_nothing_twice(notifications, mailbox):
    for _ in range(3):
        notifications.handle(EVENT, CHANGE)
    assert [mail.to for mail in mailbox.mails] == ["new@example.com", "ann@example.com"]


def test_two_events_of_a_kind_are_two_mails(notifications, mailbox):
    notifications.handle(EVENT, sample(events.NewSignIn))
    notifications.handle(UUID(int=2), sample(events.NewSignIn))
    assert len({mail.id for mail in mailbox.mails}) == 2


def test_a_mail_that_fails_does_not_keep_the_others_of_its_event_and_is_tried_again_alone(notifications, mailbox):
    mailbox.failures["new@example.com"] = MailNotSent()
    with pytest.raises(MailNotSent):
        notifications.handle(EVENT, CHANGE)
    assert [mail.to for mail in mailbox.mails] == ["ann@example.com"]
    mailbox.failures.clear()
    notifications.handle(EVENT, CHANGE)
    assert [mail.to for mail in mailbox.mails] == ["ann@example.com", "new@example.com"]


def test_a_mail_that_nobody_will_ever_take_is_over_and_its_refusal_is_kept(notifications, mailbox, store):
    mailbox.failures["new@example.com"] = MailRefused("550 no such user")
    notifications.handle(EVENT, CHANGE)
    mailbox.failures.clear()
    notifications.handle(EVENT, CHANGE)
    assert [mail.to for mail in mailbox.mails] == ["ann@example.com"]
    refusals = {delivery.channel: delivery.refusal for _, delivery in store.state.deliveries}
    assert refusals == {"mail:confirm_new_email": "550 no such user", "mail:email_change_asked": None}


def test_a_mail_about_an_order_shows_it_as_it_is_and_opens_it_for_a_guest_alone(notifications, mailbox, store):
    for order_id, owner in ((1, {}), (2, {"owner": CartOwner(user_id=UserId(UUID(int=9)))})):
        placed = a_placed_order(
            id=OrderId(UUID(int=order_id)),
            number=OrderNumber(f"SO-{order_id}"),
            cart_id=CartId(UUID(int=order_id)),
            **owner,
        )
        with store.begin() as tx:
            tx.orders.add(placed, FIRST)
        event = OrderConfirmed(
            at=NOW, order_id=placed.order.id, order_number=placed.order.number, email="ann@example.com", total=usd(1)
        )
        notifications.handle(UUID(int=order_id), event)
    assert [mail.text for mail in mailbox.mails] == [
        "order_confirmed https://api.example/api/v1/orders/SO-1/?token=open-1",
        "order_confirmed None",
    ]


def test_an_event_without_mails_touches_nothing(notifications, store):
    notifications.handle(EVENT, Event(at=NOW))
    assert len(store.state.deliveries) == 0


def test_no_mail_is_sent_inside_of_a_transaction(store):
    class Witness:
        def send(self, mail: Mail) -> None:
            assert mail.to
            assert not store.in_transaction()

    NotificationService(
        begin=store.begin,
        read=store.read,
        clock=lambda: NOW,
        render_mail=write,
        transport=Witness(),
        token_text=lambda *_: "t",
        order_tokens=lambda _: "t",
        links=MailLinks(public_url="https://api.example"),
    ).handle(EVENT, CHANGE)
