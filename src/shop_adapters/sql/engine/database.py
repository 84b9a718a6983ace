"""One connection to the database, for one transaction or read, with errors in the shop's words."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import CursorResult, Engine, Executable, Table
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shop_adapters.sql.engine.batched_inserts import BatchedInserts, Row
from shop_adapters.sql.engine.error_mapping import translate_error

Values: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Database:
    """What a repository sees of the database: `execute` for statements, `append` for rows that are only ever added."""

    def __init__(self, engine: Engine, *, is_sqlite: bool) -> None:
        """Open nothing yet: a connection is taken with the first statement."""
        self._engine = engine
        self._appends = BatchedInserts(is_sqlite=is_sqlite)
        self._connection: Connection | None = None
        self.is_sqlite = is_sqlite

    def execute(self, statement: Executable, values: Values = None) -> CursorResult[Any]:
        """Run a statement; raise Violation, StorageBusy or StorageUnavailable where it fails for such a reason."""
        first = self._connection is None
        try:
            return self._run(statement, values)
        except (DBAPIError, PoolTimeout) as error:
            if first and isinstance(error, DBAPIError) and error.connection_invalidated:
                return self._run_on_new_connection(statement, values)
            raise self._translated(error) from error

    def append(self, table: Table, *rows: Row) -> None:
        """Add rows that nobody in this transaction reads back; they are sent together, at its end."""
        self._appends.add(table, rows)

    def flush(self) -> None:
        """Send the appended rows now; a repository does so before it takes a lock that many wait for."""
        for statement, values in self._appends.drain():
            self.execute(statement, values)

    def commit(self) -> None:
        """Send what was appended and make everything durable."""
        self.flush()
        if self._connection is not None:
            try:
                self._connection.commit()
            except DBAPIError as error:
                raise self._translated(error) from error

    def close(self) -> None:
        """Roll back what was not committed and give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _run(self, statement: Executable, values: Values) -> CursorResult[Any]:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection.execute(statement, values)

    def _run_on_new_connection(self, statement: Executable, values: Values) -> CursorResult[Any]:
        """Try once more: the pooled connection had died while it lay idle, so nothing of ours was lost with it."""
        self.close()
        try:
            return self._run(statement, values)
        except (DBAPIError, PoolTimeout) as error:
            raise self._translated(error) from error

    @staticmethod
    def _translated(error: DBAPIError | PoolTimeout) -> Exception:
        return translate_error(error) or error
