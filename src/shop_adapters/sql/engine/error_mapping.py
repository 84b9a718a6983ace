"""What a database error means to the shop."""

import sqlite3
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shop_adapters.sql.engine.metadata import metadata
from shop_domain.kernel.errors import ShopError, StorageBusy, StorageUnavailable

RETRYABLE_SQLSTATES: Final = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: the whole transaction may be run again."""
STATEMENT_TIMEOUT: Final = "57014"


class ConstraintViolation(Exception):
    """A constraint refused a write."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


def translate_error(error: DBAPIError | PoolTimeout) -> ConstraintViolation | ShopError | None:
    """Translate a driver's error; None where it is a bug of ours and must surface as it is."""
    if isinstance(error, PoolTimeout):
        return StorageBusy(may_retry=False)  # it has waited long enough
    if isinstance(error, IntegrityError):
        return ConstraintViolation(_constraint(error.orig))
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate == STATEMENT_TIMEOUT:
        return StorageBusy(may_retry=False)
    if sqlstate in RETRYABLE_SQLSTATES or _is_locked(error.orig):
        return StorageBusy()
    if error.connection_invalidated or isinstance(error, OperationalError):
        return StorageUnavailable()
    return None


def _is_locked(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    }


def _constraint(error: BaseException | None) -> str:
    if (diagnosis := getattr(error, "diag", None)) is not None:
        return diagnosis.constraint_name or ""
    text = str(error).partition("constraint failed: ")[2]
    return text if "." not in text else _unique_over(frozenset(text.split(", ")))


def _unique_over(columns: frozenset[str]) -> str:
    """Find a unique key by its columns, since SQLite names only those."""
    table = metadata.tables[next(iter(columns)).partition(".")[0]]
    names = {column.partition(".")[2] for column in columns}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and {c.name for c in constraint.columns} == names:
            return str(constraint.name)
    for index in table.indexes:
        if index.unique and {c.name for c in index.columns} == names:
            return str(index.name)
    return str(table.primary_key.name)
