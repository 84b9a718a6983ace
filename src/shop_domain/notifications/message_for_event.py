"""Which mails does an event make, to whom, and with which facts?"""

from collections.abc import Mapping
from typing import Final

import msgspec

from shop_domain.accounts.one_time_token import Purpose, TokenId
from shop_domain.auth import events
from shop_domain.checkout.events import OrderEvent
from shop_domain.kernel.events import Event
from shop_domain.notifications.greeting import greeting_name
from shop_domain.notifications.model import Message, MessageName, SecretLink
from shop_domain.notifications.order_messages import messages_about_order


class Rule(msgspec.Struct, frozen=True):
    """One mail of an event: its name, the fields that it tells, and the field with the address that it goes to."""

    name: MessageName
    facts: tuple[str, ...] = ()
    purpose: Purpose | None = None
    to: str = "email"


DEVICE: Final = ("ip_address", "device_info")
RULES: Final[Mapping[type[Event], tuple[Rule, ...]]] = {
    events.VerificationRequested: (Rule(MessageName.VERIFY_EMAIL, ("expires_at",), Purpose.EMAIL_VERIFICATION),),
    events.KnownAddressRegistered: (Rule(MessageName.ADDRESS_IS_KNOWN, ("ip_address",)),),
    events.PasswordResetRequested: (Rule(MessageName.RESET_PASSWORD, ("expires_at", *DEVICE), Purpose.PASSWORD_RESET),),
    events.PasswordChanged: (Rule(MessageName.PASSWORD_CHANGED, ("by_reset", *DEVICE)),),
    events.EmailChangeRequested: (
        Rule(MessageName.CONFIRM_NEW_EMAIL, ("expires_at", "new_email"), Purpose.EMAIL_CHANGE, to="new_email"),
        Rule(MessageName.EMAIL_CHANGE_ASKED, ("new_email", "ip_address")),
    ),
    events.EmailChanged: (
        Rule(MessageName.EMAIL_IN_USE, ("email", "ip_address")),
        Rule(MessageName.EMAIL_CHANGED, ("email", "ip_address"), to="old_email"),
    ),
    events.NewSignIn: (Rule(MessageName.NEW_SIGN_IN, DEVICE),),
    events.SuspiciousSignIn: (Rule(MessageName.SUSPICIOUS_SIGN_IN, ("others_ended", *DEVICE)),),
    events.AccountDeleted: (Rule(MessageName.ACCOUNT_DELETED),),
}


def messages_for(event: Event) -> tuple[Message, ...]:
    """Answer the messages that an event makes; most events make none."""
    if isinstance(event, OrderEvent):
        return messages_about_order(event)
    return tuple(_message(event, rule) for rule in RULES.get(type(event), ()))


def _message(event: Event, rule: Rule) -> Message:
    told = msgspec.structs.asdict(event)
    facts = {name: told[name] for name in ("at", *rule.facts)}
    facts["first_name"] = greeting_name(told["first_name"])
    link = None if rule.purpose is None else SecretLink(purpose=rule.purpose, token_id=TokenId(told["token_id"]))
    return Message(name=rule.name, to=told[rule.to], facts=facts, link=link)
