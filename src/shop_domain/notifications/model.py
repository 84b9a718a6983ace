"""What is told to whom: messages before, and mails after, they are put into words."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

import msgspec

from shop_domain.accounts.one_time_token import Purpose, TokenId
from shop_domain.orders.model import OrderNumber


class MailTemplate(StrEnum):
    """Every mail that the shop sends; its words are in the template of that name."""

    VERIFY_EMAIL = "verify_email"
    ADDRESS_IS_KNOWN = "address_is_known"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a mail's name
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a mail's name
    CONFIRM_NEW_EMAIL = "confirm_new_email"
    EMAIL_CHANGE_ASKED = "email_change_asked"
    EMAIL_CHANGED = "email_changed"
    EMAIL_IN_USE = "email_in_use"
    NEW_SIGN_IN = "new_sign_in"
    SUSPICIOUS_SIGN_IN = "suspicious_sign_in"
    ACCOUNT_DELETED = "account_deleted"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_CANCELLED = "order_cancelled"
    PAYMENT_TO_REVIEW = "payment_to_review"
    MONEY_RETURNED = "money_returned"


class SecretLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link whose token is made when the message is sent, and never stored."""

    purpose: Purpose
    token_id: TokenId


class MailMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to one person, before it is put into words."""

    name: MailTemplate
    to: str
    context: Mapping[str, object] = {}
    link: SecretLink | None = None
    order_number: OrderNumber | None = None
    """The order that the mail shows, as it is when the mail is sent."""

    @property
    def channel(self) -> str:
        """Name the delivery: of one event each is made once."""
        return f"mail:{self.name.value}"


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail in words, ready to go."""

    id: str
    """Tells mailboxes that a repeated delivery is the same mail; made from the event, so that it is always the same."""
    to: str
    subject: str
    text: str
    html: str


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery of an event that is over: the mail went out, or nobody will ever take it."""

    event_id: UUID
    channel: str
    refusal: str | None = None
