"""Lists for staff: the newest first, filtered by what is given; each shape of a statement is built once."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, select

from shop_adapters.sql.engine.database import Database
from shop_domain.kernel.paging import Page, PageRequest, build_page

T = TypeVar("T")


class KeysetList(Generic[T]):
    """A list by id, since ids sort by their time."""

    def __init__(
        self,
        *,
        source: FromClause,
        columns: Sequence[ColumnElement[Any]],
        key: ColumnElement[UUID],
        filters: Mapping[str, ColumnElement[bool]],
        read: Callable[[Sequence[Any]], T],
        id_of: Callable[[T], UUID],
    ) -> None:
        """List rows of a source; each filter is a condition on parameters of its own name."""
        self._source, self._columns, self._key, self._filters = source, columns, key, filters
        self._read, self._id_of = read, id_of
        self.statement: Final = lru_cache(maxsize=256)(self._statement)

    def page(self, database: Database, filters: Mapping[str, Any], wanted: PageRequest) -> Page[T]:
        """Read one page of the rows that fit all filters with a value."""
        values = {name: value for name, value in filters.items() if value is not None}
        names = frozenset(values) & frozenset(self._filters)
        rows = database.execute(self.statement(names, _direction(wanted)), {**values, **_position(wanted)}).all()
        count = database.execute(self.statement(names, "count"), values).scalar_one() if wanted.with_count else None
        items = [self._read(row) for row in rows]
        return build_page(items, wanted, lambda item: (str(self._id_of(item)),), count)

    def _statement(self, names: frozenset[str], walk: str) -> Select[Any]:
        conditions = [self._filters[name] for name in sorted(names)]
        if walk == "count":
            return select(func.count()).select_from(self._source).where(*conditions)
        rows = select(*self._columns).select_from(self._source).where(*conditions).limit(bindparam("row_limit"))
        if walk == "forward":
            return rows.where(self._key < bindparam("row_key")).order_by(self._key.desc())
        if walk == "backward":
            return rows.where(self._key > bindparam("row_key")).order_by(self._key)
        return rows.order_by(self._key.desc()).offset(bindparam("row_offset"))


def _direction(wanted: PageRequest) -> str:
    if wanted.cursor is None:
        return "page"
    return "backward" if wanted.cursor.backwards else "forward"


def _position(wanted: PageRequest) -> dict[str, Any]:
    limit = {"row_limit": wanted.size + 1}
    if wanted.cursor is None:
        return {**limit, "row_offset": (wanted.number - 1) * wanted.size}
    return {**limit, "row_key": UUID(wanted.cursor.key[0])}
