"""What do staff see of the door?"""

from datetime import datetime

import msgspec

from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.attempts import AttemptType


class AttemptFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which tries are wanted; None wants all. `user` is an id, or an address as it was typed."""

    attempt_type: AttemptType | None = None
    user: str | None = None
    ip: str | None = None
    success: bool | None = None
    failure_reason: str | None = None
    after: datetime | None = None
    before: datetime | None = None


class SessionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which sessions are wanted; None wants all."""

    user_id: UserId | None = None
    ip: str | None = None
    active: bool | None = None
    now: datetime


class UserFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which accounts are wanted; None wants all. `search` is a part of an address or a name."""

    search: str | None = None
    is_active: bool | None = None
    is_staff: bool | None = None
    role: Role | None = None


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """How much was tried within an hour or a day, which its beginning names."""

    start: str
    succeeded: int
    failed: int


class Tallied(msgspec.Struct, frozen=True, kw_only=True):
    """How often something failed."""

    name: str
    failed: int


class DoorStats(msgspec.Struct, frozen=True, kw_only=True):
    """The door over a span of time."""

    by_hour: tuple[Moment, ...]
    by_day: tuple[Moment, ...]
    by_type: tuple[Tallied, ...]
    by_reason: tuple[Tallied, ...]
    top_ips: tuple[Tallied, ...]
    top_accounts: tuple[Tallied, ...]
    active_sessions: int
    blocks_in_force: int
