"""Products in lists, as shoppers see them."""

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import RowMapping

from shop_adapters.sql.catalog.conditions import Parts, named, parts_of, values_of
from shop_adapters.sql.catalog.facets import SqlFacets
from shop_adapters.sql.catalog.orders import key_names
from shop_adapters.sql.catalog.page_statements import Shape, count_statement, page_statement
from shop_adapters.sql.catalog.related import RELATED
from shop_adapters.sql.catalog.remembered import Remembered
from shop_adapters.sql.database import Database
from shop_domain.catalog.listing import Named, Ordering, ProductFilter, ProductQuery
from shop_domain.catalog.model import ProductId, Rating
from shop_domain.catalog.place import place, read_place
from shop_domain.catalog.ports import Listed
from shop_domain.catalog.shown import Face, Facets, ProductCard
from shop_domain.kernel.paging import Page, PageNotFound, PageRequest, page_of

GATHERED_AT_MOST: Final = 2_000
"""Fewer matches than this are gathered and sorted; more are met often enough on a walk."""
DEEPEST_OFFSET: Final = 10**7
decode_face: Final = msgspec.json.Decoder(Face).decode
decode_slugs: Final = msgspec.json.Decoder(list[str]).decode


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many products a filter lets through, and which of its slugs exist."""

    count: int
    named: Named


COUNTS: Final = Remembered[ProductFilter, Counted](2_000)


class SqlListing:
    """Products in lists."""

    def __init__(self, database: Database) -> None:
        """Read through this conversation."""
        self._database = database

    def page(self, query: ProductQuery) -> Listed:
        """Read one page in at most two statements: the page, and its count where none holds under this state."""
        wanted, parts = query.filter, parts_of(query.filter)
        counted = self._count(wanted, parts) if query.page.counted and parts and COUNTS.last(wanted) is None else None
        rows = self._rows(query, parts, counted or COUNTS.last(wanted))
        if counted is None and query.page.counted:
            counted = _still_true(wanted, rows) or self._count(wanted, parts)
        page = page_of(rows, query.page, lambda row: _place(query.ordering, row), counted and counted.count)
        slugs = counted.named if counted else self._named(wanted, parts, rows)
        shown = Page(items=tuple(map(_card, page.items)), next=page.next, previous=page.previous, count=page.count)
        return Listed(page=shown, named=slugs)

    def facets(self, wanted: ProductFilter, currency: str) -> Facets:
        """Count the listed products by each label and price band."""
        return SqlFacets(self._database).of(wanted, currency)

    def related(self, product_id: ProductId, limit: int) -> tuple[ProductCard, ...]:
        """Find products most like one."""
        rows = self._database.execute(RELATED, {"product_id": product_id, "limit": limit}).mappings()
        return tuple(map(_card, rows))

    def _rows(self, query: ProductQuery, parts: Parts, hint: Counted | None) -> Sequence[RowMapping]:
        cursor = query.page.cursor
        shape = Shape(
            parts=parts,
            ordering=query.ordering,
            backwards=cursor is not None and cursor.backwards,
            from_place=cursor is not None,
            gathered=_is_gathered(query, parts, hint),
        )
        values = values_of(query.filter, parts) | _cut(query.ordering, query.page)
        return self._database.execute(page_statement(shape), values).mappings().all()

    def _count(self, wanted: ProductFilter, parts: Parts) -> Counted:
        values = values_of(wanted, parts)
        row = self._database.execute(count_statement(parts), values).mappings().one()
        counted = Counted(count=row["count"], named=named(row, decode_slugs))
        return COUNTS.keep(row["state"], wanted, counted)

    def _named(self, wanted: ProductFilter, parts: Parts, rows: Sequence[RowMapping]) -> Named:
        """Read the known slugs off a row; an empty page has none to read them off."""
        return named(rows[0], decode_slugs) if rows else self._count(wanted, parts).named


def _still_true(wanted: ProductFilter, rows: Sequence[RowMapping]) -> Counted | None:
    """Find the count that was worked out under the state that the page was read in; stock is no part of that state."""
    by_stock = wanted.in_stock is not None
    return COUNTS.under(rows[0]["state"], wanted) if rows and not by_stock else None


def _is_gathered(query: ProductQuery, parts: Parts, hint: Counted | None) -> bool:
    if not parts:
        return False
    if query.ordering is Ordering.RELEVANCE:
        return True
    return "words" in parts if hint is None else hint.count <= GATHERED_AT_MOST


def _cut(ordering: Ordering, page: PageRequest) -> dict[str, object]:
    """Give the parameters that cut the page out."""
    if page.cursor is not None:
        there = zip(key_names(ordering), read_place(ordering, page.cursor), strict=True)
        return {"limit": page.size + 1, **dict(there)}
    offset = (page.number - 1) * page.size
    if offset > DEEPEST_OFFSET:
        raise PageNotFound
    return {"limit": page.size + 1, "offset": offset}


def _place(ordering: Ordering, row: RowMapping) -> tuple[str, ...]:
    return place(ordering, *(row[name] for name in key_names(ordering)))


def _card(row: RowMapping) -> ProductCard:
    return ProductCard(
        face=decode_face(row["face"]),
        in_stock=row["in_stock"],
        rating=Rating(average=row["rating_average"], count=row["rating_count"]),
    )
