"""Is the log still what was written?"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.staff.audit_log import AuditLogEntry

GENESIS_DIGEST: Final = "0" * 64
END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)
LONGEST_TRANSACTION: Final = timedelta(hours=1)
"""A row appears at the latest so long after its time; until then it need not be chained."""


class ChainedLog(StrEnum):
    """The logs that are chained."""

    ATTEMPTS = "attempts"
    STAFF = "staff"


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a log, with all that it says in one order."""

    id: UUID
    at: datetime
    content: bytes | None
    """None where the row holds something that nobody can have written through the shop."""


class ChainLink(msgspec.Struct, frozen=True, kw_only=True):
    """The position of a row in its log: its digest covers the row and, through the link before, all rows before."""

    position: int
    entry_id: UUID
    digest: str
    linked_at: datetime


class IntegrityViolation(msgspec.Struct, frozen=True, kw_only=True):
    """The first row that is not as it was written."""

    log: ChainedLog
    position: int | None
    entry_id: UUID
    description: str


def log_entry(row: SecurityAttempt | AuditLogEntry) -> LogEntry:
    """Serialise all that a row says."""
    at = row.timestamp if isinstance(row, SecurityAttempt) else row.at
    return LogEntry(id=row.id, at=at, content=msgspec.json.encode(row, order="deterministic"))


def unreadable_entry(entry_id: UUID) -> LogEntry:
    """Stand for a row that can't be read; it has its position in the chain, and is a violation there."""
    return LogEntry(id=entry_id, at=END_OF_TIME, content=None)


def unchained_since(last: ChainLink | None) -> datetime | None:
    """Give the time since which rows may be unchained; None where no row is chained yet."""
    return None if last is None else last.linked_at - LONGEST_TRANSACTION


def extend_chain(entries: Iterable[LogEntry], last: ChainLink | None, now: datetime) -> tuple[ChainLink, ...]:
    """Continue the chain after its last link."""
    links = list[ChainLink]()
    for entry in entries:
        last = ChainLink(position=_next_position(last), entry_id=entry.id, digest=_digest(last, entry), linked_at=now)
        links.append(last)
    return tuple(links)


def find_violation(
    before: ChainLink | None, link: ChainLink, entry: LogEntry | None, log: ChainedLog
) -> IntegrityViolation | None:
    """Give what is wrong with a row that follows an intact one, or None."""
    what = None
    if link.position != _next_position(before):
        what = "a seal before it is missing"
    elif entry is None:
        what = "the row was removed"
    elif entry.content is None:
        what = "the row can't be read"
    elif link.digest != _digest(before, entry):
        what = "the row was changed"
    return (
        None
        if what is None
        else IntegrityViolation(log=log, position=link.position, entry_id=link.entry_id, description=what)
    )


def _next_position(last: ChainLink | None) -> int:
    return 1 if last is None else last.position + 1


def _digest(last: ChainLink | None, entry: LogEntry) -> str:
    return sha256((GENESIS_DIGEST if last is None else last.digest).encode() + (entry.content or b"")).hexdigest()
