"""Which mails does an event make, to whom, and with which facts?"""

from collections.abc import Mapping
from typing import Final

import msgspec

from shop_domain.accounts.one_time_token import Purpose, TokenId
from shop_domain.auth import events
from shop_domain.checkout.events import OrderEvent
from shop_domain.kernel.events import Event
from shop_domain.notifications.greeting import greeting_name
from shop_domain.notifications.model import MailMessage, MailTemplate, SecretLink
from shop_domain.notifications.order_messages import messages_about_order


class MessageRule(msgspec.Struct, frozen=True):
    """One mail of an event: its name, the fields that it tells, and the field with the address that it goes to."""

    name: MailTemplate
    context_fields: tuple[str, ...] = ()
    purpose: Purpose | None = None
    to: str = "email"


DEVICE: Final = ("ip_address", "device_info")
RULES: Final[Mapping[type[Event], tuple[MessageRule, ...]]] = {
    events.VerificationRequested: (
        MessageRule(MailTemplate.VERIFY_EMAIL, ("expires_at",), Purpose.EMAIL_VERIFICATION),
    ),
    events.KnownAddressRegistered: (MessageRule(MailTemplate.ADDRESS_IS_KNOWN, ("ip_address",)),),
    events.PasswordResetRequested: (
        MessageRule(MailTemplate.RESET_PASSWORD, ("expires_at", *DEVICE), Purpose.PASSWORD_RESET),
    ),
    events.PasswordChanged: (MessageRule(MailTemplate.PASSWORD_CHANGED, ("by_reset", *DEVICE)),),
    events.EmailChangeRequested: (
        MessageRule(MailTemplate.CONFIRM_NEW_EMAIL, ("expires_at", "new_email"), Purpose.EMAIL_CHANGE, to="new_email"),
        MessageRule(MailTemplate.EMAIL_CHANGE_ASKED, ("new_email", "ip_address")),
    ),
    events.EmailChanged: (
        MessageRule(MailTemplate.EMAIL_IN_USE, ("email", "ip_address")),
        MessageRule(MailTemplate.EMAIL_CHANGED, ("email", "ip_address"), to="old_email"),
    ),
    events.NewSignIn: (MessageRule(MailTemplate.NEW_SIGN_IN, DEVICE),),
    events.SuspiciousSignIn: (MessageRule(MailTemplate.SUSPICIOUS_SIGN_IN, ("others_ended", *DEVICE)),),
    events.AccountDeleted: (MessageRule(MailTemplate.ACCOUNT_DELETED),),
}


def messages_for(event: Event) -> tuple[MailMessage, ...]:
    """Answer the messages that an event makes; most events make none."""
    if isinstance(event, OrderEvent):
        return messages_about_order(event)
    return tuple(_message(event, rule) for rule in RULES.get(type(event), ()))


def _message(event: Event, rule: MessageRule) -> MailMessage:
    told = msgspec.structs.asdict(event)
    facts = {name: told[name] for name in ("at", *rule.context_fields)}
    facts["first_name"] = greeting_name(told["first_name"])
    link = None if rule.purpose is None else SecretLink(purpose=rule.purpose, token_id=TokenId(told["token_id"]))
    return MailMessage(name=rule.name, to=told[rule.to], context=facts, link=link)
