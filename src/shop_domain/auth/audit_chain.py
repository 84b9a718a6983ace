"""Is the log still what was written?"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.staff_actions import StaffAction

START: Final = "0" * 64
NEVER: Final = datetime.max.replace(tzinfo=UTC)
LONGEST_TRANSACTION: Final = timedelta(hours=1)
"""A row shows up at the latest so long after its time; until then an unsealed one is no surprise."""


class Log(StrEnum):
    """The logs that are sealed."""

    ATTEMPTS = "attempts"
    STAFF = "staff"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a log, with all that it says in one order."""

    id: UUID
    at: datetime
    content: bytes | None
    """None where the row holds something that nobody can have written through the shop."""


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """The place of a row in its log: its digest covers the row and, through the seal before, all rows before."""

    position: int
    entry_id: UUID
    digest: str
    sealed_at: datetime


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """The first row that is not as it was written."""

    log: Log
    position: int | None
    entry_id: UUID
    what: str


def entry_of(row: SecurityAttempt | StaffAction) -> Entry:
    """Write down all that a row says."""
    at = row.timestamp if isinstance(row, SecurityAttempt) else row.at
    return Entry(id=row.id, at=at, content=msgspec.json.encode(row, order="deterministic"))


def unreadable(entry_id: UUID) -> Entry:
    """Stand for a row that can't be read; it has its place in the chain, and is the first flaw there."""
    return Entry(id=entry_id, at=NEVER, content=None)


def expected_since(last: Seal | None) -> datetime | None:
    """Say from which time on rows may have no seal yet; None where none was ever sealed."""
    return None if last is None else last.sealed_at - LONGEST_TRANSACTION


def sealed(entries: Iterable[Entry], last: Seal | None, now: datetime) -> tuple[Seal, ...]:
    """Continue the chain after its last seal."""
    seals = list[Seal]()
    for entry in entries:
        last = Seal(position=_next(last), entry_id=entry.id, digest=_digest(last, entry), sealed_at=now)
        seals.append(last)
    return tuple(seals)


def flaw_between(before: Seal | None, seal: Seal, entry: Entry | None, log: Log) -> Flaw | None:
    """Say what is wrong with a row that follows a good one, or None."""
    what = None
    if seal.position != _next(before):
        what = "a seal before it is missing"
    elif entry is None:
        what = "the row was removed"
    elif entry.content is None:
        what = "the row can't be read"
    elif seal.digest != _digest(before, entry):
        what = "the row was changed"
    return None if what is None else Flaw(log=log, position=seal.position, entry_id=seal.entry_id, what=what)


def _next(last: Seal | None) -> int:
    return 1 if last is None else last.position + 1


def _digest(last: Seal | None, entry: Entry) -> str:
    return sha256((START if last is None else last.digest).encode() + (entry.content or b"")).hexdigest()
