"""The hash chain of the logs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, String, Table, and_, bindparam, insert, literal, select, type_coerce
from sqlalchemy.exc import DataError

from shop_adapters.sql.auth.attempt_log import FIELDS as ATTEMPT_FIELDS
from shop_adapters.sql.auth.attempt_log import attempt_of
from shop_adapters.sql.auth.tables import security_attempts
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.staff.audit_log import ENTRY_COLUMNS, audit_log_entry_of
from shop_adapters.sql.staff.tables import audit_chain_links as links
from shop_adapters.sql.staff.tables import audit_log_entries
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.staff.audit_chain import ChainedLog, ChainLink, LogEntry, log_entry, unreadable_entry
from shop_domain.staff.audit_log import AuditLogEntry

_INSERT: Final = insert(links)
_LINK: Final = (links.c.position, links.c.entry_id, links.c.digest, links.c.linked_at)
_LAST: Final = select(*_LINK).where(links.c.log == bindparam("log")).order_by(links.c.position.desc()).limit(1)
_WIDTH: Final = len(_LINK)
UNREADABLE: Final = (ValueError, TypeError, AttributeError, msgspec.MsgspecError, DataError)
"""What comes of reading a value that the shop does not write: of our types, SQLAlchemy's, JSON's, and the driver's."""


class _Statements(NamedTuple):
    """How one log is read."""

    unsealed: Select[Any]
    unsealed_since: Select[Any]
    walk: Select[Any]
    one: Select[Any]
    row_id: ColumnElement[UUID]
    read: Callable[[Sequence[Any]], SecurityAttempt | AuditLogEntry]


def _statements(
    log: ChainedLog,
    table: Table,
    columns: Sequence[ColumnElement[Any]],
    at: ColumnElement[datetime],
    read: Callable[[Sequence[Any]], SecurityAttempt | AuditLogEntry],
) -> _Statements:
    mine = and_(links.c.log == literal(log.value), links.c.entry_id == table.c.id)
    unsealed = (
        select(*columns)
        .select_from(table.outerjoin(links, mine))
        .where(links.c.entry_id.is_(None))
        .order_by(at, table.c.id)
        .limit(bindparam("most"))
    )
    walk = (
        select(*_LINK, *columns)
        .select_from(links.outerjoin(table, table.c.id == links.c.entry_id))
        .where(links.c.log == literal(log.value), links.c.position > bindparam("after"))
        .order_by(links.c.position)
        .limit(bindparam("most"))
    )
    one = select(*columns).where(table.c.id == bindparam("row_id"))
    return _Statements(unsealed, unsealed.where(at >= bindparam("since")), walk, one, table.c.id, read)


_LOGS: Final = {
    ChainedLog.ATTEMPTS: _statements(
        ChainedLog.ATTEMPTS,
        security_attempts,
        [security_attempts.c[name] for name in ATTEMPT_FIELDS],
        security_attempts.c.timestamp,
        attempt_of,
    ),
    ChainedLog.STAFF: _statements(
        ChainedLog.STAFF, audit_log_entries, ENTRY_COLUMNS, audit_log_entries.c.at, audit_log_entry_of
    ),
}


class SqlAuditChain(SqlRepository):
    def last_link(self, log: ChainedLog) -> ChainLink | None:
        """Give the last link of a log; who extends it at the same time is stopped by the next position's key."""
        row = self._database.execute(_LAST, {"log": log.value}).one_or_none()
        return None if row is None else _link(row)

    def unchained(self, log: ChainedLog, since: datetime | None, limit: int) -> tuple[LogEntry, ...]:
        how = _LOGS[log]
        statement = how.unsealed if since is None else how.unsealed_since
        values = {"most": limit} | ({} if since is None else {"since": since})
        try:
            return tuple(log_entry(how.read(row)) for row in self._database.execute(statement, values))
        except UNREADABLE:
            texts = self._database.execute(statement.with_only_columns(type_coerce(how.row_id, String)), values)
            ids = [row_id for text in texts.scalars() if (row_id := _id_of(text)) is not None]
            return tuple(entry for row_id in ids if (entry := self._entry(how, row_id)) is not None)

    def add(self, log: ChainedLog, new: Sequence[ChainLink]) -> None:
        rows = [{"log": log.value, **{c.name: getattr(link, c.name) for c in _LINK}} for link in new]
        try:
            self._database.execute(_INSERT, rows)
        except ConstraintViolation as violation:
            raise ConcurrentUpdate from violation

    def walk(self, log: ChainedLog, after: int, limit: int) -> tuple[tuple[ChainLink, LogEntry | None], ...]:
        how, values = _LOGS[log], {"after": after, "most": limit}
        try:
            rows = self._database.execute(how.walk, values)
            return tuple(
                (_link(row[:_WIDTH]), None if row[_WIDTH] is None else log_entry(how.read(row[_WIDTH:])))
                for row in rows
            )
        except UNREADABLE:
            bare = [_link(row) for row in self._database.execute(how.walk.with_only_columns(*_LINK), values)]
            return tuple((link, self._entry(how, link.entry_id)) for link in bare)

    def _entry(self, how: _Statements, row_id: UUID) -> LogEntry | None:
        try:
            row = self._database.execute(how.one, {"row_id": row_id}).one_or_none()
            return None if row is None else log_entry(how.read(row))
        except UNREADABLE:
            return unreadable_entry(row_id)


def _id_of(text: object) -> UUID | None:
    """Read a row's id; None where it is none, which is a row that nobody can name."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _link(row: Sequence[Any]) -> ChainLink:
    position, entry_id, digest, linked_at = row
    return ChainLink(position=position, entry_id=entry_id, digest=digest, linked_at=linked_at)
