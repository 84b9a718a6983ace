"""May a link that was mailed still be used?"""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple, NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.errors import (
    InvalidResetToken,
    InvalidToken,
    ResetTokenExpired,
    ResetTokenUsed,
    TokenExpired,
    TokenUsed,
)
from shop_domain.accounts.model import UserId

TokenId = NewType("TokenId", UUID)


class Purpose(StrEnum):
    """What a mailed link is good for."""

    EMAIL_VERIFICATION = "EMAIL_VERIFICATION"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 - a purpose, not a password
    EMAIL_CHANGE = "EMAIL_CHANGE"


LINK_LIFETIME: Final = {
    Purpose.EMAIL_VERIFICATION: timedelta(hours=24),
    Purpose.PASSWORD_RESET: timedelta(hours=1),
    Purpose.EMAIL_CHANGE: timedelta(hours=24),
}
LINK_RETENTION: Final = timedelta(days=30)
"""For how long a link is kept after its end."""


class OneTimeToken(msgspec.Struct, frozen=True, kw_only=True):
    """A mailed link: bound to one user, one purpose and one address; only its token's digest is kept."""

    id: TokenId
    user_id: UserId
    purpose: Purpose
    address: str
    """The address that the link was sent to, as it was spelled then."""
    digest: str
    created_at: datetime
    expires_at: datetime
    requested_ip: str
    requested_agent: str
    used_at: datetime | None = None
    used_ip: str | None = None
    replaced_at: datetime | None = None


def digest_of(secret: str) -> str:
    """Give the form in which a secret of 128 random bits or more is kept."""
    return sha256(secret.encode()).hexdigest()


class LinkErrors(NamedTuple):
    """How a link says no, in words that tell what it was for."""

    invalid: type[InvalidToken]
    used: type[TokenUsed]
    expired: type[TokenExpired]


def link_errors(purpose: Purpose) -> LinkErrors:
    """Give the refusals of links for a purpose."""
    if purpose is Purpose.PASSWORD_RESET:
        return LinkErrors(invalid=InvalidResetToken, used=ResetTokenUsed, expired=ResetTokenExpired)
    return LinkErrors(invalid=InvalidToken, used=TokenUsed, expired=TokenExpired)


def require_redeemable(token: OneTimeToken | None, purpose: Purpose, now: datetime) -> OneTimeToken:
    """Let a token through once, in time, and for its own purpose.

    Raises InvalidToken (unknown, of another purpose, or replaced by a newer one), TokenUsed or TokenExpired, each in
    the words of the purpose.
    """
    refusals = link_errors(purpose)
    if token is None or token.purpose is not purpose:
        raise refusals.invalid
    if token.used_at is not None:
        raise refusals.used
    if token.replaced_at is not None:
        raise refusals.invalid
    if now >= token.expires_at:
        raise refusals.expired
    return token
