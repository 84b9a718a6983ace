"""Lists, the newest first, filtered by what is given; each shape of a statement is built once."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, func, select

from shop_adapters.sql.engine.database import Database
from shop_domain.kernel.paging import Page, PageRequest, build_page

T = TypeVar("T")
AnyRow: TypeAlias = Row[*tuple[Any, ...]]


class KeysetList:
    """A list by a key that grows with time, which is one of its columns."""

    def __init__(
        self,
        *,
        source: FromClause,
        columns: Sequence[ColumnElement[Any]],
        key: ColumnElement[Any],
        filters: Mapping[str, ColumnElement[bool]],
    ) -> None:
        """List rows of a source; each filter is a condition on parameters of its own name."""
        self._source, self._columns, self._key, self._filters = source, columns, key, filters
        self._key_name = str(key.key)
        self.statement: Final = lru_cache(maxsize=256)(self._statement)

    def page(
        self,
        database: Database,
        filters: Mapping[str, Any],
        wanted: PageRequest,
        read: Callable[[Sequence[Any]], T],
    ) -> Page[T]:
        """Read one page of the rows that fit all filters with a value, each from the columns alone."""
        found, width = self.rows(database, filters, wanted), len(self._columns)
        return map_page(found, lambda row: read(row[:width]))

    def rows(self, database: Database, filters: Mapping[str, Any], wanted: PageRequest) -> Page[AnyRow]:
        """Read one page as rows, in one statement; a count stands behind their columns."""
        values = {name: value for name, value in filters.items() if value is not None}
        names = frozenset(values) & frozenset(self._filters)
        statement = self.statement(names, _direction(wanted), counted=wanted.with_count)
        rows = database.execute(statement, {**values, **self._position(wanted)}).all()
        count = rows[0].whole_count if rows and wanted.with_count else None
        if wanted.with_count and not rows:
            count = (
                database.execute(self.statement(names, "count", counted=True), values).scalar_one()
                if wanted.cursor
                else 0
            )
        return build_page(rows, wanted, lambda row: (str(getattr(row, self._key_name)),), count)

    def _statement(self, names: frozenset[str], walk: str, *, counted: bool) -> Select[Any]:
        conditions = [self._filters[name] for name in sorted(names)]
        count = select(func.count()).select_from(self._source).where(*conditions)
        if walk == "count":
            return count
        columns = [*self._columns, *([count.scalar_subquery().label("whole_count")] if counted else [])]
        rows = select(*columns).select_from(self._source).where(*conditions).limit(bindparam("row_limit"))
        if walk == "forward":
            return rows.where(self._key < bindparam("row_key")).order_by(self._key.desc())
        if walk == "backward":
            return rows.where(self._key > bindparam("row_key")).order_by(self._key)
        return rows.order_by(self._key.desc()).offset(bindparam("row_offset"))

    def _position(self, wanted: PageRequest) -> dict[str, Any]:
        limit = {"row_limit": wanted.size + 1}
        if wanted.cursor is None:
            return {**limit, "row_offset": (wanted.number - 1) * wanted.size}
        return {**limit, "row_key": self._key.type.python_type(wanted.cursor.key[0])}


def _direction(wanted: PageRequest) -> str:
    if wanted.cursor is None:
        return "page"
    return "backward" if wanted.cursor.backwards else "forward"


def map_page(page: Page[AnyRow], read: Callable[[Any], T]) -> Page[T]:
    """Read each row of a page."""
    return Page(items=tuple(map(read, page.items)), next=page.next, previous=page.previous, count=page.count)
