"""What staff see of the door, the log of what they did, and the seals of both logs."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.auth.state import MemoryDoor
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User, UserId
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.audit_chain import Entry, Log, Seal, entry_of
from shop_domain.auth.blocks import Block, BlockId, Visitor
from shop_domain.auth.model import Session
from shop_domain.auth.staff_actions import StaffAction, StaffActionFilter
from shop_domain.auth.watch import AttemptFilter, DoorStats, Moment, SessionFilter, Tallied, UserFilter
from shop_domain.kernel.paging import Page, PageRequest, page_within

T = TypeVar("T")
HOURS_SHOWN: Final = timedelta(days=2)
MOST_SHOWN: Final = 10


class MemoryBlocks:
    """Whom staff have shut out."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._door = door

    def shuts_out(self, visitor: Visitor) -> bool:
        """Tell whether a block that is in force names the visitor's network."""
        return self._door.shuts_out(visitor)

    def add(self, block: Block) -> None:
        """Shut somebody out, beside whatever blocks there are."""
        self._door.blocks.put(block.id, block)

    def on(self, subject: str, now: datetime) -> tuple[Block, ...]:
        """Give the blocks of a subject that are in force."""
        return tuple(block for block in self._door.blocks if block.subject == subject and _in_force(block, now))

    def lift(self, block_id: BlockId, staff_id: UserId, now: datetime) -> Block | None:
        """Let somebody in again, and give the block that was lifted; None where none was in force."""
        block = self._door.blocks.get(block_id)
        if block is None or not _in_force(block, now):
            return None
        lifted = replace(block, lifted_at=now, lifted_by=staff_id)
        self._door.blocks.put(block_id, lifted)
        return lifted

    def list(self, page: PageRequest, *, in_force_at: datetime | None) -> Page[Block]:
        """List blocks, the newest first; only those in force at a moment, where one is given."""
        wanted = [block for block in self._door.blocks if in_force_at is None or _in_force(block, in_force_at)]
        return _newest_first(wanted, page, lambda block: block.id)


class MemoryWatch:
    """What staff see of the door; lists begin with the newest."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._door = door

    def attempts(self, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        """List tries, with the account's present address where there is an account."""
        shown = [self._named(attempt) for attempt in self._door.attempts if self._is_wanted(attempt, wanted)]
        return _newest_first(shown, page, lambda attempt: attempt.id)

    def sessions(self, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        """List sessions."""
        fitting = [
            session
            for session in self._door.sessions
            if wanted.user_id in {None, session.user_id}
            and wanted.ip in {None, session.ip_address}
            and wanted.active in {None, session.ended_at is None and session.refresh_expires_at > wanted.now}
        ]
        return _newest_first(fitting, page, lambda session: session.id)

    def users(self, wanted: UserFilter, page: PageRequest) -> Page[User]:
        """List accounts."""
        part = canonical(wanted.search or "")
        fitting = [
            user
            for user in self._door.users
            if wanted.is_active in {None, user.is_active}
            and wanted.is_staff in {None, user.is_staff}
            and wanted.role in {None, user.role}
            and any(part in text for text in _texts(user))
        ]
        return _newest_first(fitting, page, lambda user: user.id)

    def staff_actions(self, wanted: StaffActionFilter, page: PageRequest) -> Page[StaffAction]:
        """List what staff did."""
        fitting = [
            action
            for action in self._door.staff_actions
            if wanted.staff_id in {None, action.staff_id}
            and wanted.action in {None, action.action}
            and _within(action.at, wanted.after, wanted.before)
        ]
        return _newest_first(fitting, page, lambda action: action.id)

    def stats(self, since: datetime, now: datetime) -> DoorStats:
        """Count what happened since a moment."""
        rows = [self._named(attempt) for attempt in self._door.attempts if attempt.timestamp >= since]
        failed = [attempt for attempt in rows if not attempt.success]
        lately = [attempt for attempt in rows if attempt.timestamp >= now - HOURS_SHOWN]
        return DoorStats(
            by_hour=_moments(lately, "%Y-%m-%dT%H:00:00Z"),
            by_day=_moments(rows, "%Y-%m-%dT00:00:00Z"),
            by_type=_most(attempt.attempt_type.value for attempt in failed),
            by_reason=_most(attempt.failure_reason for attempt in failed),
            top_ips=_most(attempt.ip_address for attempt in failed),
            top_accounts=_most(attempt.identifier for attempt in failed),
            active_sessions=sum(s.ended_at is None and s.refresh_expires_at > now for s in self._door.sessions),
            blocks_in_force=sum(_in_force(block, now) for block in self._door.blocks),
        )

    def _named(self, attempt: SecurityAttempt) -> SecurityAttempt:
        user = self._door.users.get(attempt.user_id) if attempt.user_id else None
        return replace(attempt, identifier=attempt.identifier or (user.email if user else ""))

    def _is_wanted(self, attempt: SecurityAttempt, wanted: AttemptFilter) -> bool:
        return (
            wanted.attempt_type in {None, attempt.attempt_type}
            and wanted.ip in {None, attempt.ip_address}
            and wanted.success in {None, attempt.success}
            and wanted.failure_reason in {None, attempt.failure_reason}
            and _within(attempt.timestamp, wanted.after, wanted.before)
            and (wanted.user is None or self._is_of(attempt, wanted.user))
        )

    def _is_of(self, attempt: SecurityAttempt, user: str) -> bool:
        try:
            return attempt.user_id == UUID(user)
        except ValueError:
            account = self._door.users.get(attempt.user_id) if attempt.user_id else None
            return attempt.identifier == user or (account is not None and canonical(account.email) == canonical(user))


class MemoryStaffActions:
    """The log of what staff did; rows are only ever added."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._actions = door.staff_actions

    def add(self, action: StaffAction) -> None:
        """Write an action down with the transaction."""
        self._actions.put(action.id, action)


class MemoryAuditTrail:
    """The seals of the logs."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._door = door

    def newest(self, log: Log) -> Seal | None:
        """Give the last seal of a log."""
        return next(reversed(self._seals(log)), None)

    def unsealed(self, log: Log, since: datetime | None, limit: int) -> tuple[Entry, ...]:
        """Give rows that have no seal, the earliest first; only those of a moment or later, where one is given."""
        known = {seal.entry_id for seal in self._seals(log)}
        fresh = [entry for entry in self._entries(log) if entry.id not in known]
        return tuple(entry for entry in fresh if since is None or entry.at >= since)[:limit]

    def add(self, log: Log, new: Sequence[Seal]) -> None:
        """Store seals."""
        self._door.seals.put(log, (*self._seals(log), *new))

    def walk(self, log: Log, after: int, limit: int) -> tuple[tuple[Seal, Entry | None], ...]:
        """Give seals in order, each with its row as it is now, or None where that is gone."""
        rows = {entry.id: entry for entry in self._entries(log)}
        wanted = [seal for seal in self._seals(log) if seal.position > after][:limit]
        return tuple((seal, rows.get(seal.entry_id)) for seal in wanted)

    def _seals(self, log: Log) -> tuple[Seal, ...]:
        return self._door.seals.get(log) or ()

    def _entries(self, log: Log) -> list[Entry]:
        rows = self._door.attempts if log is Log.ATTEMPTS else self._door.staff_actions
        return sorted((entry_of(row) for row in rows), key=lambda entry: (entry.at, entry.id))


def _newest_first(items: Iterable[T], page: PageRequest, id_of: Callable[[T], UUID]) -> Page[T]:
    ordered = sorted(items, key=id_of, reverse=True)
    return page_within(ordered, page, lambda item: (str(id_of(item)),))


def _in_force(block: Block, now: datetime) -> bool:
    return block.lifted_at is None and (block.until is None or block.until > now)


def _within(at: datetime, after: datetime | None, before: datetime | None) -> bool:
    return (after is None or at >= after) and (before is None or at < before)


def _texts(user: User) -> tuple[str, ...]:
    return canonical(user.email), canonical(user.username), canonical(f"{user.first_name} {user.last_name}")


def _moments(attempts: Iterable[SecurityAttempt], form: str) -> tuple[Moment, ...]:
    succeeded, failed = Counter[str](), Counter[str]()
    for attempt in attempts:
        (succeeded if attempt.success else failed)[attempt.timestamp.strftime(form)] += 1
    starts = sorted({*succeeded, *failed})
    return tuple(Moment(start=start, succeeded=succeeded[start], failed=failed[start]) for start in starts)


def _most(names: Iterable[str]) -> tuple[Tallied, ...]:
    counted = Counter(name for name in names if name)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Tallied(name=name, failed=count) for name, count in ordered[:MOST_SHOWN])
