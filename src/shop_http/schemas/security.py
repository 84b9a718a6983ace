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
from shop_domain.auth.client_network import parse_ip_address
from shop_domain.auth.failure_reason import FailureReason
from shop_domain.auth.model import Session, SessionEndReason
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.account_status import AccountStatusChange
from shop_domain.staff.audit_log import AuditLogEntry, AuditLogFilter
from shop_domain.staff.security_reports import AttemptFilter, SecurityStats, SessionFilter, UserFilter
from shop_http.schemas.auth import UserOut
from shop_http.schemas.paging import PageQuery
from shop_http.schemas.request_types import AwareDatetime, BodySchema, QuerySchema

Text = Annotated[str, Meta(min_length=1, max_length=254)]


REASONS: Final = (
    f"Why it failed, in a word: {', '.join(FailureReason)}, or the code of the refusal that was answered, such as"
    " invalid_credentials, inactive_account, token_used or rate_limited."
)


def _address(text: str | None) -> str | None:
    """Write an address as it is recorded; raise InvalidFields where it is none."""
    if text is None:
        return None
    address = parse_ip_address(text.strip())
    if address is None:
        raise InvalidFields({"ip": ["Enter a valid IP address."]})
    return str(address)


class AttemptQuery(PageQuery, frozen=True, kw_only=True):
    """Which tries are wanted; `user` is an id or an address."""

    attempt_type: AttemptType | None = None
    user: Text | None = None
    ip: Text | None = None
    success: bool | None = None
    failure_reason: Annotated[Text, Meta(description=REASONS)] | None = None
    after: AwareDatetime | None = None
    before: AwareDatetime | None = None

    def filter(self) -> AttemptFilter:
        given = msgspec.structs.replace(self, ip=_address(self.ip))
        return AttemptFilter(**{name: getattr(given, name) for name in AttemptFilter.__struct_fields__})


class SessionQuery(PageQuery, frozen=True, kw_only=True):
    """Which sessions are wanted."""

    user: UUID | None = None
    ip: Text | None = None
    active: bool | None = None

    def filter(self, now: datetime) -> SessionFilter:
        user_id = UserId(self.user) if self.user else None
        return SessionFilter(user_id=user_id, ip=_address(self.ip), active=self.active, now=now)


class StatsQuery(QuerySchema, frozen=True, kw_only=True):
    """Since when is counted; the last thirty days where nothing is said."""

    after: AwareDatetime | None = None


class BlockQuery(PageQuery, frozen=True, kw_only=True):
    """Whether blocks that are over are wanted too."""

    in_force: bool = True


class UserQuery(PageQuery, frozen=True, kw_only=True):
    """Which accounts are wanted; `search` is a part of an address or a name."""

    search: Text | None = None
    is_active: bool | None = None
    is_staff: bool | None = None
    role: Role | None = None

    def filter(self) -> UserFilter:
        return UserFilter(**{name: getattr(self, name) for name in UserFilter.__struct_fields__})


class AuditLogQuery(PageQuery, frozen=True, kw_only=True):
    """Which actions are wanted."""

    staff: UUID | None = None
    action: Text | None = None
    after: AwareDatetime | None = None
    before: AwareDatetime | None = None

    def filter(self) -> AuditLogFilter:
        staff_id = UserId(self.staff) if self.staff else None
        return AuditLogFilter(staff_id=staff_id, action=self.action, after=self.after, before=self.before)


class AddBlock(BodySchema, frozen=True, kw_only=True):
    """Whom to shut out: a network or a user, for a time or for good."""

    ip: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    user_id: UUID | None = None
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    until: AwareDatetime | None = None


class ChangeUser(BodySchema, frozen=True, kw_only=True):
    """What shall be different about somebody's standing."""

    is_active: bool | UnsetType = UNSET
    is_staff: bool | UnsetType = UNSET
    role: Role | UnsetType = UNSET

    def status_change(self) -> AccountStatusChange:
        given = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}
        return AccountStatusChange(**given)


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
    timestamp: AwareDatetime

    @classmethod
    def of(cls, attempt: SecurityAttempt) -> "AttemptOut":
        return cls(**msgspec.structs.asdict(attempt))


class SessionDetailOut(msgspec.Struct, frozen=True, kw_only=True):
    """Anybody's session."""

    id: UUID
    user_id: UUID
    device_info: str
    ip_address: str
    user_agent: str
    created_at: AwareDatetime
    last_activity: AwareDatetime
    expires_at: AwareDatetime
    ended_at: AwareDatetime | None
    end_reason: SessionEndReason | None

    @classmethod
    def of(cls, session: Session) -> "SessionDetailOut":
        return cls(**{name: getattr(session, name) for name in cls.__struct_fields__})


class BlockOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is shut out."""

    id: UUID
    ip: str | None
    user_id: UUID | None
    reason: str
    until: AwareDatetime | None
    created_at: AwareDatetime
    created_by: UUID
    lifted_at: AwareDatetime | None
    lifted_by: UUID | None

    @classmethod
    def of(cls, block: Block) -> "BlockOut":
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


class AuditLogEntryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a member of staff did."""

    id: UUID
    staff_id: UUID
    action: str
    subject: str
    details: Mapping[str, str]
    ip_address: str
    user_agent: str
    at: AwareDatetime

    @classmethod
    def of(cls, action: AuditLogEntry) -> "AuditLogEntryOut":
        return cls(**msgspec.structs.asdict(action))


class UserDetailOut(UserOut, frozen=True, kw_only=True):
    """An account, as administrators see it."""

    role: Role
    disabled_at: AwareDatetime | None
    blocked_until: AwareDatetime | None

    @classmethod
    def of(cls, user: User) -> "UserDetailOut":
        return cls(**{name: getattr(user, name) for name in cls.__struct_fields__})


class AttemptCountOut(msgspec.Struct, frozen=True, kw_only=True):
    """How often something failed."""

    name: str
    failed: int


class AttemptIntervalOut(msgspec.Struct, frozen=True, kw_only=True):
    """How much was tried within an hour or a day."""

    start: AwareDatetime
    succeeded: int
    failed: int


class StatsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The door in figures; hours are shown for the last two days, the longest lists are cut at ten."""

    by_hour: tuple[AttemptIntervalOut, ...]
    by_day: tuple[AttemptIntervalOut, ...]
    by_type: tuple[AttemptCountOut, ...]
    by_reason: tuple[AttemptCountOut, ...]
    top_ips: tuple[AttemptCountOut, ...]
    top_accounts: tuple[AttemptCountOut, ...]
    active_sessions: int
    blocks_in_force: int

    @classmethod
    def of(cls, stats: SecurityStats) -> "StatsOut":
        return msgspec.convert(stats, cls, from_attributes=True, strict=False)
