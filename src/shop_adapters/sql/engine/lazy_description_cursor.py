"""A cursor that describes its columns only when it is asked to.

SQLAlchemy looks at the description of every result, and reads it once for each statement: it remembers what it made of
it. The driver would describe each column anew all the same, which costs more than many a row.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Column, Cursor


class LazyDescriptionCursor(Cursor[Any]):
    """The driver's cursor, but for its description."""

    @property
    def description(self) -> Any:  # noqa: ANN401 - a list of columns, for all that is done with it
        """Promise the columns of the result, or give None where there is none."""
        result = self.pgresult
        return _Columns(self) if result is not None and result.nfields else None

    def columns(self) -> list[Column]:
        """Describe each column, as the driver does."""
        return super().description or []


class _Columns(Sequence[Column]):
    """The columns of one result, described when they are looked at."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: LazyDescriptionCursor) -> None:
        self._cursor = cursor

    def __len__(self) -> int:
        return len(self._cursor.columns())

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - one, or a slice
        columns: Any = self._cursor.columns()
        return columns[place]

    def __iter__(self) -> Iterator[Column]:
        return iter(self._cursor.columns())
