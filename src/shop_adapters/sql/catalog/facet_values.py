"""Colours, sizes, tags and categories, each slug once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Executable, Select, Table, bindparam, select

from shop_adapters.sql.catalog.dialects import in_texts
from shop_adapters.sql.catalog.tables import categories, colors, sizes, tags
from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_domain.catalog.model import Color, Size, Tag
from shop_domain.catalog.storefront_views import FacetValue

L = TypeVar("L", Color, Size, Tag)


class _Statements(msgspec.Struct, frozen=True):
    """How labels of one kind are found and added."""

    find: Select[Any]
    add: Mapping[bool, Executable]


def _statements(table: Table) -> _Statements:
    return _Statements(select(table).where(in_texts(table.c.slug, "slugs")), insert_or_ignore(table))


_KINDS: Final[Mapping[type[Any], _Statements]] = {
    Color: _statements(colors),
    Size: _statements(sizes),
    Tag: _statements(tags),
}
_NAMES: Final = {
    "categories": select(categories.c.id, categories.c.slug, categories.c.name).where(
        categories.c.id.in_(bindparam("ids", expanding=True))
    ),
    "tags": select(tags.c.id, tags.c.slug, tags.c.name).where(tags.c.id.in_(bindparam("ids", expanding=True))),
}


class SqlFacetValues(Generic[L]):
    """Labels of one kind."""

    def __init__(self, database: Database, kind: type[L]) -> None:
        self._database = database
        self._kind = kind
        self._statements = _KINDS[kind]

    def get_or_create(self, wanted: Sequence[L]) -> tuple[L, ...]:
        if not wanted:
            return ()
        there = self._find(wanted)
        new = [label for label in sorted(wanted, key=lambda label: label.slug) if label.slug not in there]
        if new:
            self._database.execute(
                self._statements.add[self._database.is_sqlite], [msgspec.structs.asdict(label) for label in new]
            )
            there = self._find(wanted)
        return tuple(there[label.slug] for label in wanted)

    def _find(self, wanted: Sequence[L]) -> dict[str, L]:
        rows = self._database.execute(self._statements.find, {"slugs": [label.slug for label in wanted]}).mappings()
        return {row["slug"]: self._kind(**row) for row in rows}


def facet_values_of(
    database: Database, category_ids: Iterable[UUID], tag_ids: Iterable[UUID]
) -> dict[UUID, FacetValue]:
    """Read the names of a product's categories and tags, by id."""
    wanted = {"categories": sorted(category_ids), "tags": sorted(tag_ids)}
    rows = (row for kind, ids in wanted.items() if ids for row in database.execute(_NAMES[kind], {"ids": ids}))
    return {row.id: FacetValue(id=row.id, slug=row.slug, name=row.name) for row in rows}
