"""What is logged of every attempt to authenticate."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId
from shop_domain.accounts.registration_form import MAX_EMAIL_LENGTH
from shop_domain.auth.model import ClientInfo, SessionId

AttemptId = NewType("AttemptId", UUID)
MAX_USER_AGENT_LENGTH: Final = 400
_ADDRESS: Final = re.compile(r"[^\s@]{1,64}@(?:[\w-]{1,63}\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{1,59})", re.IGNORECASE)


class AttemptType(StrEnum):
    """What was tried."""

    LOGIN = "LOGIN"
    REGISTER = "REGISTER"
    EMAIL_VERIFICATION = "EMAIL_VERIFICATION"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 - a kind of attempt
    REFRESH = "REFRESH"
    PASSWORD_CHANGE = "PASSWORD_CHANGE"  # noqa: S105 - likewise
    EMAIL_CHANGE = "EMAIL_CHANGE"
    LOGOUT = "LOGOUT"


class SecurityAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt: who, from where, when, and why it failed if it did. Never changed afterwards."""

    id: AttemptId
    attempt_type: AttemptType
    user_id: UserId | None
    identifier: str
    """The address that was typed; empty where it does not even look like one."""
    ip_address: str
    user_agent: str
    success: bool
    failure_reason: str
    timestamp: datetime


class SessionEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a session: opened, refreshed, or ended with a reason."""

    id: UUID
    session_id: SessionId
    user_id: UserId
    event: str
    client: ClientInfo
    at: datetime


def identifier_from(typed_email: str) -> str:
    """Keep what was typed as an address only if it has the shape of one: people type passwords into that field."""
    text = typed_email.strip()
    return text if len(text) <= MAX_EMAIL_LENGTH and _ADDRESS.fullmatch(text) else ""


def truncate_user_agent(user_agent: str) -> str:
    """Keep as much of a user agent as tells devices apart."""
    return user_agent[:MAX_USER_AGENT_LENGTH]
