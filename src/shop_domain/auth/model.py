"""Sessions, and who is calling."""

from datetime import datetime
from enum import StrEnum

import msgspec

from shop_domain.accounts.model import Role, SessionId, User, UserId


class ClientInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request comes from, as far as the shop believes it."""

    ip_address: str
    user_agent: str = ""


class AuthenticatedUser(msgspec.Struct, frozen=True, kw_only=True):
    """The user behind a request whose session was alive when the request was checked."""

    user_id: UserId
    session_id: SessionId
    is_staff: bool
    role: Role
    email: str
    username: str


class SessionEndReason(StrEnum):
    """Why a session is over."""

    LOGOUT = "LOGOUT"
    DEACTIVATED = "DEACTIVATED"
    OVER_LIMIT = "OVER_LIMIT"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105 - a reason, not a password
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 - likewise
    REFRESH_REUSED = "REFRESH_REUSED"
    SUSPICIOUS = "SUSPICIOUS"
    ACCOUNT_DISABLED = "ACCOUNT_DISABLED"
    ACCOUNT_DELETED = "ACCOUNT_DELETED"
    ENDED_BY_STAFF = "ENDED_BY_STAFF"
    EXPIRED = "EXPIRED"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One device of one user. `generation` counts its token pairs: only the newest is alive."""

    id: SessionId
    user_id: UserId
    ip_address: str
    user_agent: str
    device_info: str
    created_at: datetime
    last_activity: datetime
    expires_at: datetime
    """No refresh carries the session beyond this."""
    generation: int = 1
    refresh_hash: str
    """SHA-256 of the newest refresh token, in hex."""
    refresh_expires_at: datetime
    rotated_at: datetime
    """When the newest pair was issued."""
    rotated_for: ClientInfo
    """Who was given the newest pair."""
    pair_used: bool = True
    """Whether the newest pair was presented yet; a first pair counts as used, since nothing precedes it."""
    ended_at: datetime | None = None
    end_reason: SessionEndReason | None = None


class TokenPair(msgspec.Struct, frozen=True, kw_only=True):
    """What a client holds of its session."""

    access: str
    refresh: str


class AccessClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What a genuine access token says."""

    user_id: UserId
    session_id: SessionId
    token_id: str


class SessionForRequest(msgspec.Struct, frozen=True, kw_only=True):
    """As much of a session and its user as decides about one request."""

    user_id: UserId
    email: str
    username: str
    is_active: bool
    is_staff: bool
    role: Role
    generation: int
    pair_used: bool
    last_activity: datetime
    expires_at: datetime
    is_ended: bool
    is_blocked: bool
    """Whether staff blocked the client that asks."""


class UserWithSessions(msgspec.Struct, frozen=True, kw_only=True):
    """A user with all sessions that are not over, the latest activity first."""

    user: User
    sessions: tuple[Session, ...]


class SessionForRefresh(msgspec.Struct, frozen=True, kw_only=True):
    """A session whose client comes back for the next pair."""

    session: Session
    is_blocked: bool
    """Whether staff blocked the client that asks."""


class SessionCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many sessions a user has."""

    active: int
    total: int
