"""Products in lists, in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from shop_adapters.memory.catalog.facet_counts import facet_value_counts
from shop_adapters.memory.catalog.filters import SOLD, MemoryProductFilter, sort_key
from shop_adapters.memory.catalog.storefront_products import StorefrontProduct, StorefrontProducts
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.list_cursor import cursor_key, parse_cursor
from shop_domain.catalog.model import ProductId
from shop_domain.catalog.ports import ListingResult
from shop_domain.catalog.price_bands import band_of, band_starts, price_bands
from shop_domain.catalog.product_query import ProductFilter, ProductQuery
from shop_domain.catalog.related_products import related_products
from shop_domain.catalog.storefront_views import Facets, FacetValueCount, ProductListItem
from shop_domain.kernel.paging import Page, build_page


class MemoryProductListing(MemoryRepository[MemoryState]):
    """Products in lists."""

    def page(self, query: ProductQuery) -> ListingResult:
        passes = MemoryProductFilter(self._tables, query.filter)
        found = [shown for shown in StorefrontProducts(self._tables) if passes(shown)]
        page = build_page(
            _cut(found, query),
            query.page,
            lambda shown: cursor_key(query.ordering, *sort_key(query.ordering, shown, query.filter.words)),
            len(found) if query.page.with_count else None,
        )
        cards = tuple(shown.list_item for shown in page.items)
        return ListingResult(
            page=Page(items=cards, next=page.next, previous=page.previous, count=page.count),
            known_slugs=passes.known_slugs,
        )

    def facets(self, wanted: ProductFilter, currency: str) -> Facets:
        passes, starts = MemoryProductFilter(self._tables, wanted), band_starts(currency)
        found = [shown for shown in StorefrontProducts(self._tables) if passes(shown)]
        state = self._tables
        return Facets(
            categories=_counts((c for c in state.categories if c.is_active), (shown.category_ids for shown in found)),
            tags=_counts(state.tags, (shown.product.tag_ids for shown in found)),
            colors=_counts(state.colors, ({v.color_id for v in _offered(shown)} for shown in found)),
            sizes=_counts(state.sizes, ({v.size_id for v in _offered(shown)} for shown in found)),
            prices=price_bands(Counter(band_of(shown.summary.price, starts) for shown in found), starts),
        )

    def related(self, product_id: ProductId, limit: int) -> tuple[ProductListItem, ...]:
        subject = self._tables.products.get(product_id)
        if subject is None:
            return ()
        storefront = StorefrontProducts(self._tables)
        shown = {product.id: product.list_item for product in storefront}
        related = related_products(
            subject, self._tables.products, tree=storefront.tree, sold=lambda _: SOLD, limit=limit
        )
        return tuple(shown[product.id] for product in related)


def _cut(found: Iterable[StorefrontProduct], query: ProductQuery) -> Sequence[StorefrontProduct]:
    """Take one page, and one row more, in the direction of reading."""
    ordering, page, words = query.ordering, query.page, query.filter.words
    down = ordering.is_descending != (page.cursor is not None and page.cursor.backwards)
    rows = sorted(found, key=lambda shown: sort_key(ordering, shown, words), reverse=down)
    if page.cursor is None:
        first = (page.number - 1) * page.size
        return rows[first : first + page.size + 1]
    here: tuple[Any, ...] = parse_cursor(ordering, page.cursor)
    left = [
        row
        for row in rows
        if (sort_key(ordering, row, words) < here if down else sort_key(ordering, row, words) > here)
    ]
    return left[: page.size + 1]


def _offered(shown: StorefrontProduct) -> list[Any]:
    return [variant for variant in shown.product.variants if variant.is_active]


def _counts(labels: Iterable[Any], carried: Iterable[Iterable[Any]]) -> tuple[FacetValueCount, ...]:
    found = [counted for counted in facet_value_counts(labels, carried) if counted.count]
    return tuple(sorted(found, key=lambda counted: (-counted.count, counted.name, counted.slug)))
