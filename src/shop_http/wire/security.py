"""What staff say and are told about the door."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop_domain.accounts.model import Role, User, UserId
from shop_domain.auth.attempts import AttemptType, SecurityAttempt
from shop_domain.auth.blocks import Block
from shop_domain.auth.client_network import address_of
from shop_domain.auth.failure_reason import Flaw
from shop_domain.auth.model import Session
from shop_domain.auth.staff_actions import StaffAction, StaffActionFilter
from shop_domain.auth.staffing import Standing
from shop_domain.auth.watch import AttemptFilter, DoorStats, SessionFilter, UserFilter
from shop_domain.kernel.errors import InvalidFields
from shop_http.wire.auth import UserOut
from shop_http.wire.body import Body, Moment, Query

Text = Annotated[str, Meta(min_length=1, max_length=254)]


REASONS: Final = (
    f"Why it failed, in a word: {', '.join(Flaw)}, or the code of the refusal that was answered, such as"
    " invalid_credentials, inactive_account, token_used or rate_limited."
)


def _address(text: str | None) -> str | None:
    """Write an address as it is recorded; raise InvalidFields where it is none."""
    if text is None:
        return None
    address = address_of(text.strip())
    if address is None:
        raise InvalidFields({"ip": ["Enter a valid IP address."]})
    return str(address)


class AttemptQuery(Query, frozen=True, kw_only=True):
    """Which tries are wanted; `user` is an id or an address."""

    attempt_type: AttemptType | None = None
    user: Text | None = None
    ip: Text | None = None
    success: bool | None = None
    failure_reason: Annotated[Text, Meta(description=REASONS)] | None = None
    after: Moment | None = None
    before: Moment | None = None

    def filter(self) -> AttemptFilter:
        """Give the same to the domain."""
        given = msgspec.structs.replace(self, ip=_address(self.ip))
        return AttemptFilter(**{name: getattr(given, name) for name in AttemptFilter.__struct_fields__})


class SessionQuery(Query, frozen=True, kw_only=True):
    """Which sessions are wanted."""

    user: UUID | None = None
    ip: Text | None = None
    active: bool | None = None

    def filter(self, now: datetime) -> SessionFilter:
        """Give the same to the domain."""
        user_id = UserId(self.user) if self.user else None
        return SessionFilter(user_id=user_id, ip=_address(self.ip), active=self.active, now=now)


class StatsQuery(Query, frozen=True, kw_only=True):
    """Since when is counted; the last thirty days where nothing is said."""

    after: Moment | None = None


class BlockQuery(Query, frozen=True, kw_only=True):
    """Whether blocks that are over are wanted too."""

    in_force: bool = True


class UserQuery(Query, frozen=True, kw_only=True):
    """Which accounts are wanted; `search` is a part of an address or a name."""

    search: Text | None = None
    is_active: bool | None = None
    is_staff: bool | None = None
    role: Role | None = None

    def filter(self) -> UserFilter:
        """Give the same to the domain."""
        return UserFilter(**{name: getattr(self, name) for name in UserFilter.__struct_fields__})


class ActionQuery(Query, frozen=True, kw_only=True):
    """Which actions are wanted."""

    staff: UUID | None = None
    action: Text | None = None
    after: Moment | None = None
    before: Moment | None = None

    def filter(self) -> StaffActionFilter:
        """Give the same to the domain."""
        staff_id = UserId(self.staff) if self.staff else None
        return StaffActionFilter(staff_id=staff_id, action=self.action, after=self.after, before=self.before)


class AddBlock(Body, frozen=True, kw_only=True):
    """Whom to shut out: a network or a user, for a time or for good."""

    ip: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    user_id: UUID | None = None
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    until: Moment | None = None


class ChangeUser(Body, frozen=True, kw_only=True):
    """What shall be different about somebody's standing."""

    is_active: bool | UnsetType = UNSET
    is_staff: bool | UnsetType = UNSET
    role: Role | UnsetType = UNSET

    def standing(self) -> Standing:
        """Give the same to the domain."""
        given = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}
        return Standing(**given)


class AttemptOut(msgspec.Struct, frozen=True, kw_only=True):
    """One try at the door."""

    id: UUID
    attempt_type: AttemptType
    user_id: UUID | None
    identifier: str
    ip_address: str
    user_agent: str
    success: bool
    failure_reason: Annotated[str, Meta(description=REASONS)]
    timestamp: Moment

    @classmethod
    def of(cls, attempt: SecurityAttempt) -> "AttemptOut":
        """Show a try."""
        return cls(**msgspec.structs.asdict(attempt))


class WatchedSession(msgspec.Struct, frozen=True, kw_only=True):
    """Anybody's session."""

    id: UUID
    user_id: UUID
    device_info: str
    ip_address: str
    user_agent: str
    created_at: Moment
    last_activity: Moment
    expires_at: Moment
    ended_at: Moment | None
    end_reason: str | None

    @classmethod
    def of(cls, session: Session) -> "WatchedSession":
        """Show a session."""
        return cls(**{name: getattr(session, name) for name in cls.__struct_fields__})


class BlockOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is shut out."""

    id: UUID
    ip: str | None
    user_id: UUID | None
    reason: str
    until: Moment | None
    created_at: Moment
    created_by: UUID
    lifted_at: Moment | None
    lifted_by: UUID | None

    @classmethod
    def of(cls, block: Block) -> "BlockOut":
        """Show a block."""
        kind, _, name = block.subject.partition(":")
        return cls(
            id=block.id,
            ip=name.removesuffix("/32").removesuffix("/128") if kind == "ip" else None,
            user_id=UUID(name) if kind == "user" else None,
            reason=block.reason,
            until=block.until,
            created_at=block.created_at,
            created_by=block.created_by,
            lifted_at=block.lifted_at,
            lifted_by=block.lifted_by,
        )


class StaffActionOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a member of staff did."""

    id: UUID
    staff_id: UUID
    action: str
    subject: str
    details: Mapping[str, str]
    ip_address: str
    user_agent: str
    at: Moment

    @classmethod
    def of(cls, action: StaffAction) -> "StaffActionOut":
        """Show an action."""
        return cls(**msgspec.structs.asdict(action))


class KnownUser(UserOut, frozen=True, kw_only=True):
    """An account, as administrators see it."""

    role: Role
    disabled_at: Moment | None
    blocked_until: Moment | None

    @classmethod
    def of(cls, user: User) -> "KnownUser":
        """Show a user."""
        return cls(**{name: getattr(user, name) for name in cls.__struct_fields__})


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How often something failed."""

    name: str
    failed: int


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """How much was tried within an hour or a day."""

    start: Moment
    succeeded: int
    failed: int


class StatsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The door in figures; hours are shown for the last two days, the longest lists are cut at ten."""

    by_hour: tuple[Span, ...]
    by_day: tuple[Span, ...]
    by_type: tuple[Count, ...]
    by_reason: tuple[Count, ...]
    top_ips: tuple[Count, ...]
    top_accounts: tuple[Count, ...]
    active_sessions: int
    blocks_in_force: int

    @classmethod
    def of(cls, stats: DoorStats) -> "StatsOut":
        """Show figures."""
        return msgspec.convert(stats, cls, from_attributes=True, strict=False)
