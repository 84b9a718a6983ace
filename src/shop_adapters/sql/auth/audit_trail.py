"""The seals of the logs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, insert, literal, select

from shop_adapters.sql.auth.attempts import FIELDS as ATTEMPT_FIELDS
from shop_adapters.sql.auth.attempts import attempt_of
from shop_adapters.sql.auth.staff_actions import ACTION_COLUMNS, action_of
from shop_adapters.sql.auth.tables import audit_seals as seals
from shop_adapters.sql.auth.tables import security_attempts, staff_actions
from shop_adapters.sql.database import Database
from shop_adapters.sql.failures import Violation
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.audit_chain import Entry, Log, Seal, entry_of
from shop_domain.auth.staff_actions import StaffAction
from shop_domain.kernel.errors import ConcurrentUpdate

_INSERT: Final = insert(seals)
_SEAL: Final = (seals.c.position, seals.c.entry_id, seals.c.digest, seals.c.sealed_at)
_NEWEST: Final = select(*_SEAL).where(seals.c.log == bindparam("log")).order_by(seals.c.position.desc()).limit(1)
_WIDTH: Final = len(_SEAL)


class _Statements(NamedTuple):
    """How one log is read."""

    unsealed: Select[Any]
    unsealed_since: Select[Any]
    walk: Select[Any]
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
    return _Statements(unsealed, unsealed.where(at >= bindparam("since")), walk, read)


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
        rows = self._database.execute(statement, {"most": limit} | ({} if since is None else {"since": since}))
        return tuple(entry_of(how.read(row)) for row in rows)

    def add(self, log: Log, new: Sequence[Seal]) -> None:
        """Store seals; raise ConcurrentUpdate where somebody else sealed at the same time."""
        rows = [{"log": log.value, **{c.name: getattr(seal, c.name) for c in _SEAL}} for seal in new]
        try:
            self._database.execute(_INSERT, rows)
        except Violation as violation:
            raise ConcurrentUpdate from violation

    def walk(self, log: Log, after: int, limit: int) -> tuple[tuple[Seal, Entry | None], ...]:
        """Give seals in order, each with its row as it is now, or None where that is gone."""
        how = _LOGS[log]
        rows = self._database.execute(how.walk, {"after": after, "most": limit})
        return tuple(
            (_seal(row[:_WIDTH]), None if row[_WIDTH] is None else entry_of(how.read(row[_WIDTH:]))) for row in rows
        )


def _seal(row: Sequence[Any]) -> Seal:
    position, entry_id, digest, sealed_at = row
    return Seal(position=position, entry_id=entry_id, digest=digest, sealed_at=sealed_at)
