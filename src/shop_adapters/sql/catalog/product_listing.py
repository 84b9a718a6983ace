"""Products in lists, as shoppers see them."""

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import RowMapping

from shop_adapters.sql.catalog.facets import SqlFacets
from shop_adapters.sql.catalog.filters import FilterParts, filter_parts, filter_values, read_known_slugs
from shop_adapters.sql.catalog.page_statements import PageShape, count_statement, page_statement
from shop_adapters.sql.catalog.related_products import RELATED
from shop_adapters.sql.catalog.sort_keys import sort_names
from shop_adapters.sql.catalog.state_cache import StateCache
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.catalog.list_cursor import cursor_key, parse_cursor
from shop_domain.catalog.model import ProductId, Rating
from shop_domain.catalog.ports import ListingResult
from shop_domain.catalog.product_query import KnownSlugs, Ordering, ProductFilter, ProductQuery
from shop_domain.catalog.storefront_views import Facets, ProductListItem, ProductSummary
from shop_domain.kernel.paging import Page, PageNotFound, PageRequest, build_page

MAX_GATHERED: Final = 2_000
"""Fewer matches than this are gathered and sorted; more are met often enough on a walk."""
MAX_OFFSET: Final = 10**7
decode_summary: Final = msgspec.json.Decoder(ProductSummary).decode
decode_slugs: Final = msgspec.json.Decoder(list[str]).decode


class ProductCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many products a filter lets through, and which of its slugs exist."""

    count: int
    known_slugs: KnownSlugs


COUNTS: Final = StateCache[ProductFilter, ProductCount](2_000)


class SqlProductListing(SqlRepository):
    """Products in lists."""

    def page(self, query: ProductQuery) -> ListingResult:
        """Read one page in at most two statements: the page, and its count where none holds under this state."""
        wanted, parts = query.filter, filter_parts(query.filter)
        counted = (
            self._count(wanted, parts) if query.page.with_count and parts and COUNTS.get_stale(wanted) is None else None
        )
        rows = self._rows(query, parts, counted or COUNTS.get_stale(wanted))
        if counted is None and query.page.with_count:
            counted = _count_if_current(wanted, rows) or self._count(wanted, parts)
        page = build_page(rows, query.page, lambda row: _place(query.ordering, row), counted and counted.count)
        slugs = counted.known_slugs if counted else self._named(wanted, parts, rows)
        shown = Page(items=tuple(map(_card, page.items)), next=page.next, previous=page.previous, count=page.count)
        return ListingResult(page=shown, known_slugs=slugs)

    def facets(self, wanted: ProductFilter, currency: str) -> Facets:
        return SqlFacets(self._database).count(wanted, currency)

    def related(self, product_id: ProductId, limit: int) -> tuple[ProductListItem, ...]:
        rows = self._database.execute(RELATED, {"product_id": product_id, "limit": limit}).mappings()
        return tuple(map(_card, rows))

    def _rows(self, query: ProductQuery, parts: FilterParts, hint: ProductCount | None) -> Sequence[RowMapping]:
        cursor = query.page.cursor
        shape = PageShape(
            parts=parts,
            ordering=query.ordering,
            backwards=cursor is not None and cursor.backwards,
            from_cursor=cursor is not None,
            gathered=_is_gathered(query, parts, hint),
        )
        values = filter_values(query.filter, parts) | _cut(query.ordering, query.page)
        return self._database.execute(page_statement(shape), values).mappings().all()

    def _count(self, wanted: ProductFilter, parts: FilterParts) -> ProductCount:
        values = filter_values(wanted, parts)
        row = self._database.execute(count_statement(parts), values).mappings().one()
        counted = ProductCount(count=row["count"], known_slugs=read_known_slugs(row, decode_slugs))
        return COUNTS.put(row["state"], wanted, counted)

    def _named(self, wanted: ProductFilter, parts: FilterParts, rows: Sequence[RowMapping]) -> KnownSlugs:
        """Read the known slugs off a row; an empty page has none to read them off."""
        return read_known_slugs(rows[0], decode_slugs) if rows else self._count(wanted, parts).known_slugs


def _count_if_current(wanted: ProductFilter, rows: Sequence[RowMapping]) -> ProductCount | None:
    """Find the count that was worked out under the state that the page was read in; stock is no part of that state."""
    by_stock = wanted.in_stock is not None
    return COUNTS.get(rows[0]["state"], wanted) if rows and not by_stock else None


def _is_gathered(query: ProductQuery, parts: FilterParts, hint: ProductCount | None) -> bool:
    if not parts:
        return False
    if query.ordering is Ordering.RELEVANCE:
        return True
    return "words" in parts if hint is None else hint.count <= MAX_GATHERED


def _cut(ordering: Ordering, page: PageRequest) -> dict[str, object]:
    """Give the parameters that cut the page out."""
    if page.cursor is not None:
        there = zip(sort_names(ordering), parse_cursor(ordering, page.cursor), strict=True)
        return {"limit": page.size + 1, **dict(there)}
    offset = (page.number - 1) * page.size
    if offset > MAX_OFFSET:
        raise PageNotFound
    return {"limit": page.size + 1, "offset": offset}


def _place(ordering: Ordering, row: RowMapping) -> tuple[str, ...]:
    return cursor_key(ordering, *(row[name] for name in sort_names(ordering)))


def _card(row: RowMapping) -> ProductListItem:
    return ProductListItem(
        summary=decode_summary(row["summary"]),
        in_stock=row["in_stock"],
        rating=Rating(average=row["rating_average"], count=row["rating_count"]),
    )
