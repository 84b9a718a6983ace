"""What staff's services need from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.ports import AccountNames, OneTimeTokens, SessionGuard, Users
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.blocks import Block, BlockId
from shop_domain.auth.model import (
    AuthenticatedUser,
    Session,
)
from shop_domain.auth.ports import AttemptLog, BlockCheck, Sessions
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.staff.audit_chain import ChainedLog, ChainLink, LogEntry
from shop_domain.staff.audit_log import AuditLogEntry, AuditLogFilter
from shop_domain.staff.security_reports import AttemptFilter, SecurityStats, SessionFilter, UserFilter


class StaffGuard(Protocol):
    """For what staff change: it must not commit for somebody who was just signed out, shut out or demoted."""

    def confirm(self, caller: AuthenticatedUser, *changed: UserId) -> AuthenticatedUser:
        """Hold the caller's account and session, and accounts that shall change; give the caller's present standing.

        Accounts come in the order of their ids and before the session, so that two who change each other take turns.
        Raises SessionTerminated where the session is over or the account is shut.
        """
        ...


class Administrators(Protocol):
    """Who can let others in."""

    def lock_active(self, now: datetime) -> tuple[UserId, ...]:
        """Name the administrators who are not shut out, in order, and keep them so until the transaction ends."""
        ...


class AuditLog(Protocol):
    """The log of what staff did; rows are only ever added."""

    def add(self, entry: AuditLogEntry) -> None:
        """Write an action down with the transaction."""
        ...


class AuditChain(Protocol):
    """The seals of the logs; a row is sealed soon after it was committed."""

    def last_link(self, log: ChainedLog) -> ChainLink | None:
        """Give the last seal of a log, and keep others from sealing until the transaction ends."""
        ...

    def unchained(self, log: ChainedLog, since: datetime | None, limit: int) -> tuple[LogEntry, ...]:
        """Give rows that have no seal, the earliest first; only those of a moment or later, where one is given."""
        ...

    def add(self, log: ChainedLog, new: Sequence[ChainLink]) -> None:
        """Store seals; raise ConcurrentUpdate where somebody else sealed at the same time."""
        ...

    def walk(self, log: ChainedLog, after: int, limit: int) -> tuple[tuple[ChainLink, LogEntry | None], ...]:
        """Give seals in order, each with its row as it is now, or None where that is gone."""
        ...


class SecurityReports(Protocol):
    """What staff see of the door; lists begin with the newest."""

    def attempts(self, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        """List tries, with the account's present address where there is an account."""
        ...

    def sessions(self, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        """List sessions."""
        ...

    def users(self, wanted: UserFilter, page: PageRequest) -> Page[User]:
        """List accounts."""
        ...

    def audit_log(self, wanted: AuditLogFilter, page: PageRequest) -> Page[AuditLogEntry]:
        """List what staff did."""
        ...

    def stats(self, since: datetime, now: datetime) -> SecurityStats:
        """Count what happened since a moment."""
        ...


class BlockRepository(BlockCheck, Protocol):
    """Blocks of networks and users."""

    def add(self, block: Block) -> None:
        """Block somebody, beside whatever blocks there are."""
        ...

    def in_force(self, block_key: str, now: datetime) -> tuple[Block, ...]:
        """Give the blocks of a subject that are in force."""
        ...

    def lift(self, block_id: BlockId, staff_id: UserId, now: datetime) -> Block | None:
        """Lift a block and give it; None where none was in force."""
        ...

    def list(self, page: PageRequest, *, in_force_at: datetime | None) -> Page[Block]:
        """List blocks, the newest first; only those in force at a moment, where one is given."""
        ...


class StaffTx(Protocol):
    """The part of a transaction that staff's services use."""

    @property
    def users(self) -> Users: ...
    @property
    def account_names(self) -> AccountNames: ...
    @property
    def one_time_tokens(self) -> OneTimeTokens: ...
    @property
    def session_guard(self) -> SessionGuard: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def attempt_log(self) -> AttemptLog: ...
    @property
    def blocks(self) -> BlockRepository: ...
    @property
    def staff_guard(self) -> StaffGuard: ...
    @property
    def audit_log(self) -> AuditLog: ...
    @property
    def audit_chain(self) -> AuditChain: ...
    @property
    def security_reports(self) -> SecurityReports: ...
