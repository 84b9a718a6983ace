"""Rows that are only ever added go together, in one statement at the end of the transaction.

Order lines, history, ledger, attempts and events are written and not read back in their own transaction. PostgreSQL
takes all of them in a single statement with one common table expression a table; SQLite, which has no round trips to
save, takes one statement a table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Executable, Insert, Table, TextClause, insert, text
from sqlalchemy.dialects import postgresql

from shop_adapters.sql.engine.metadata import encode_json

Row: TypeAlias = Mapping[str, Any]
_quote = postgresql.dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]


class BatchedInserts:
    """The rows that wait for the end of one transaction, by table, in the order in which tables were first used."""

    def __init__(self, *, is_sqlite: bool) -> None:
        self._is_sqlite = is_sqlite
        self._rows: dict[Table, list[Row]] = {}

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Queue rows of one table; each names every column that has no default in the database."""
        self._rows.setdefault(table, []).extend(rows)

    def drain(self) -> Iterator[tuple[Executable, Any]]:
        """Give the statements that add everything, and forget it."""
        rows, self._rows = self._rows, {}
        filled = {table: added for table, added in rows.items() if added}
        if not filled:
            return
        if self._is_sqlite:
            yield from ((_insert(table), added) for table, added in filled.items())
            return
        shape = tuple((table, tuple(added[0])) for table, added in filled.items())
        yield _together(shape), {f"rows_{i}": encode_json(added).decode() for i, added in enumerate(filled.values())}


@lru_cache(maxsize=512)
def _insert(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=512)
def _together(shape: Sequence[tuple[Table, tuple[str, ...]]]) -> TextClause:
    parts = [_from_json(i, table, columns) for i, (table, columns) in enumerate(shape)]
    *before, last = parts
    named = ", ".join(f"added_{i} AS ({part})" for i, part in enumerate(before))
    return text(f"WITH {named} {last}" if before else last)


def _from_json(index: int, table: Table, columns: Sequence[str]) -> str:
    names = ", ".join(_quote(column) for column in columns)
    return (
        f"INSERT INTO {_quote(table.name)} ({names}) SELECT {names} "  # noqa: S608 - names of our own tables and columns
        f"FROM jsonb_populate_recordset(NULL::{_quote(table.name)}, CAST(:rows_{index} AS jsonb))"
    )
