"""The seals of the logs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, String, Table, and_, bindparam, insert, literal, select, type_coerce
from sqlalchemy.exc import DataError

from shop_adapters.sql.auth.attempts import FIELDS as ATTEMPT_FIELDS
from shop_adapters.sql.auth.attempts import attempt_of
from shop_adapters.sql.auth.staff_actions import ACTION_COLUMNS, action_of
from shop_adapters.sql.auth.tables import audit_seals as seals
from shop_adapters.sql.auth.tables import security_attempts, staff_actions
from shop_adapters.sql.database import Database
from shop_adapters.sql.failures import Violation
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.audit_chain import Entry, Log, Seal, entry_of, unreadable
from shop_domain.auth.staff_actions import StaffAction
from shop_domain.kernel.errors import ConcurrentUpdate

_INSERT: Final = insert(seals)
_SEAL: Final = (seals.c.position, seals.c.entry_id, seals.c.digest, seals.c.sealed_at)
_NEWEST: Final = select(*_SEAL).where(seals.c.log == bindparam("log")).order_by(seals.c.position.desc()).limit(1)
_WIDTH: Final = len(_SEAL)
UNREADABLE: Final = (ValueError, TypeError, AttributeError, msgspec.MsgspecError, DataError)
"""What comes of reading a value that the shop does not write: of our types, SQLAlchemy's, JSON's, and the driver's."""


class _Statements(NamedTuple):
    """How one log is read."""

    unsealed: Select[Any]
    unsealed_since: Select[Any]
    walk: Select[Any]
    one: Select[Any]
    row_id: ColumnElement[UUID]
    read: Callable[[Sequence[Any]], SecurityAttempt | StaffAction]


def _statements(
    log: Log,
    table: Table,
    columns: Sequence[ColumnElement[Any]],
    at: ColumnElement[datetime],
    read: Callable[[Sequence[Any]], SecurityAttempt | StaffAction],
) -> _Statements:
    mine = and_(seals.c.log == literal(log.value), seals.c.entry_id == table.c.id)
    unsealed = (
        select(*columns)
        .select_from(table.outerjoin(seals, mine))
        .where(seals.c.entry_id.is_(None))
        .order_by(at, table.c.id)
        .limit(bindparam("most"))
    )
    walk = (
        select(*_SEAL, *columns)
        .select_from(seals.outerjoin(table, table.c.id == seals.c.entry_id))
        .where(seals.c.log == literal(log.value), seals.c.position > bindparam("after"))
        .order_by(seals.c.position)
        .limit(bindparam("most"))
    )
    one = select(*columns).where(table.c.id == bindparam("row_id"))
    return _Statements(unsealed, unsealed.where(at >= bindparam("since")), walk, one, table.c.id, read)


_LOGS: Final = {
    Log.ATTEMPTS: _statements(
        Log.ATTEMPTS,
        security_attempts,
        [security_attempts.c[name] for name in ATTEMPT_FIELDS],
        security_attempts.c.timestamp,
        attempt_of,
    ),
    Log.STAFF: _statements(Log.STAFF, staff_actions, ACTION_COLUMNS, staff_actions.c.at, action_of),
}


class SqlAuditTrail:
    """The seals of the logs; a row is sealed soon after it was committed."""

    def __init__(self, database: Database) -> None:
        """Speak through this conversation."""
        self._database = database

    def newest(self, log: Log) -> Seal | None:
        """Give the last seal of a log; who seals at the same time is stopped by the next position's key."""
        row = self._database.execute(_NEWEST, {"log": log.value}).one_or_none()
        return None if row is None else _seal(row)

    def unsealed(self, log: Log, since: datetime | None, limit: int) -> tuple[Entry, ...]:
        """Give rows that have no seal, the earliest first; only those of a moment or later, where one is given."""
        how = _LOGS[log]
        statement = how.unsealed if since is None else how.unsealed_since
        values = {"most": limit} | ({} if since is None else {"since": since})
        try:
            return tuple(entry_of(how.read(row)) for row in self._database.execute(statement, values))
        except UNREADABLE:
            texts = self._database.execute(statement.with_only_columns(type_coerce(how.row_id, String)), values)
            ids = [row_id for text in texts.scalars() if (row_id := _id_of(text)) is not None]
            return tuple(entry for row_id in ids if (entry := self._entry(how, row_id)) is not None)

    def add(self, log: Log, new: Sequence[Seal]) -> None:
        """Store seals; raise ConcurrentUpdate where somebody else sealed at the same time."""
        rows = [{"log": log.value, **{c.name: getattr(seal, c.name) for c in _SEAL}} for seal in new]
        try:
            self._database.execute(_INSERT, rows)
        except Violation as violation:
            raise ConcurrentUpdate from violation

    def walk(self, log: Log, after: int, limit: int) -> tuple[tuple[Seal, Entry | None], ...]:
        """Give seals in order, each with its row as it is now, or None where that is gone."""
        how, values = _LOGS[log], {"after": after, "most": limit}
        try:
            rows = self._database.execute(how.walk, values)
            return tuple(
                (_seal(row[:_WIDTH]), None if row[_WIDTH] is None else entry_of(how.read(row[_WIDTH:]))) for row in rows
            )
        except UNREADABLE:
            bare = [_seal(row) for row in self._database.execute(how.walk.with_only_columns(*_SEAL), values)]
            return tuple((seal, self._entry(how, seal.entry_id)) for seal in bare)

    def _entry(self, how: _Statements, row_id: UUID) -> Entry | None:
        try:
            row = self._database.execute(how.one, {"row_id": row_id}).one_or_none()
            return None if row is None else entry_of(how.read(row))
        except UNREADABLE:
            return unreadable(row_id)


def _id_of(text: object) -> UUID | None:
    """Read a row's id; None where it is none, which is a row that nobody can name."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _seal(row: Sequence[Any]) -> Seal:
    position, entry_id, digest, sealed_at = row
    return Seal(position=position, entry_id=entry_id, digest=digest, sealed_at=sealed_at)
