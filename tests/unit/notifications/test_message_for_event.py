"""Which mails an event makes."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from shop_domain.accounts.one_time_token import Purpose, TokenId
from shop_domain.auth import events
from shop_domain.kernel.events import Event
from shop_domain.notifications.message_for_event import RULES, messages_for
from shop_domain.notifications.model import MailMessage, MailTemplate, SecretLink

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ID = UUID(int=7)
SAMPLES: dict[str, Any] = {
    "at": NOW,
    "user_id": ID,
    "session_id": ID,
    "token_id": ID,
    "email": "ann@example.com",
    "old_email": "old@example.com",
    "new_email": "new@example.com",
    "first_name": "Ann",
    "expires_at": NOW,
    "ip_address": "203.0.113.7",
    "device_info": "Firefox on Linux",
    "by_reset": True,
    "others_ended": 2,
}


def sample(kind: type[Event]) -> Event:
    return kind(**{field.name: SAMPLES[field.name] for field in msgspec.structs.fields(kind)})


ACCOUNT_EVENTS = events.AccountEvent.__subclasses__()


@pytest.mark.parametrize("kind", ACCOUNT_EVENTS, ids=lambda kind: kind.__name__)
def test_everything_that_happens_to_an_account_is_told_to_its_owner(kind):
    messages = messages_for(sample(kind))
    assert messages
    assert len({message.channel for message in messages}) == len(messages)
    assert all(message.context["first_name"] == "Ann" for message in messages)


def test_an_event_that_nobody_is_told_of_makes_no_mail():
    assert messages_for(Event(at=NOW)) == ()


def test_a_verification_goes_to_the_address_with_a_link_whose_token_is_made_later():
    [message] = messages_for(sample(events.VerificationRequested))
    assert message == MailMessage(
        name=MailTemplate.VERIFY_EMAIL,
        to="ann@example.com",
        context={"first_name": "Ann", "at": NOW, "expires_at": NOW},
        link=SecretLink(purpose=Purpose.EMAIL_VERIFICATION, token_id=TokenId(ID)),
    )


def test_a_change_of_address_goes_to_the_new_one_with_a_link_and_to_the_present_one_without():
    confirm, notice = messages_for(sample(events.EmailChangeRequested))
    assert (confirm.to, confirm.link) == (
        "new@example.com",
        SecretLink(purpose=Purpose.EMAIL_CHANGE, token_id=TokenId(ID)),
    )
    assert (notice.to, notice.link) == ("ann@example.com", None)


def test_a_changed_address_is_told_to_both():
    assert [message.to for message in messages_for(sample(events.EmailChanged))] == [
        "ann@example.com",
        "old@example.com",
    ]


def test_only_links_carry_secrets_and_each_purpose_has_one_mail():
    purposes = [rule.purpose for rules in RULES.values() for rule in rules if rule.purpose]
    assert sorted(purposes) == sorted(Purpose)
