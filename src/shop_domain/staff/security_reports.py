"""What do staff see of attempts, sessions and accounts?"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.attempts import AttemptType

HOURLY_SPAN: Final = timedelta(days=2)
"""For how long back attempts are counted by the hour."""
TOP_COUNT: Final = 10
"""How many of the clients and accounts that fail most are shown."""


class AttemptFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which attempts are wanted; None wants all. `user` is an id, or an address as it was typed."""

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


class AttemptsInPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """The attempts of an hour or a day, which is named by its start."""

    start: str
    succeeded: int
    failed: int


class FailureCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often something failed."""

    name: str
    failed: int


class SecurityStats(msgspec.Struct, frozen=True, kw_only=True):
    """Attempts over a period of time, and what is in force now."""

    by_hour: tuple[AttemptsInPeriod, ...]
    by_day: tuple[AttemptsInPeriod, ...]
    by_type: tuple[FailureCount, ...]
    by_reason: tuple[FailureCount, ...]
    top_ips: tuple[FailureCount, ...]
    top_accounts: tuple[FailureCount, ...]
    active_sessions: int
    blocks_in_force: int
