"""Which products in memory a filter lets through, and in what order."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from shop_adapters.memory.catalog.storefront_products import StorefrontProduct
from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.list_cursor import SortValue
from shop_domain.catalog.product_query import KnownSlugs, Ordering, ProductFilter
from shop_domain.catalog.search import SearchWords, matches, relevance

SOLD: Final = 0
"""Sales are not counted in memory."""


class MemoryProductFilter:
    """A filter with its slugs looked up."""

    def __init__(self, state: MemoryState, wanted: ProductFilter) -> None:
        self._wanted = wanted
        self._categories = _found((c for c in state.categories if c.is_active), wanted.categories)
        self._colors = _found(state.colors, wanted.colors)
        self._sizes = _found(state.sizes, wanted.sizes)
        self._tags = _found(state.tags, wanted.tags)
        self.known_slugs = KnownSlugs(
            categories=tuple(self._categories),
            colors=tuple(self._colors),
            sizes=tuple(self._sizes),
            tags=tuple(self._tags),
        )

    def __call__(self, shown: StorefrontProduct) -> bool:
        """Tell whether the product is let through."""
        return self._labels_fit(shown) and self._figures_fit(shown) and matches(shown.text, self._wanted.words)

    def _labels_fit(self, shown: StorefrontProduct) -> bool:
        wanted, offered = self._wanted, [v for v in shown.product.variants if v.is_active]
        return (
            _one_of(wanted.categories, self._categories, shown.category_ids)
            and _one_of(wanted.colors, self._colors, [variant.color_id for variant in offered])
            and _one_of(wanted.sizes, self._sizes, [variant.size_id for variant in offered])
            and _one_of(wanted.tags, self._tags, shown.product.tag_ids)
        )

    def _figures_fit(self, shown: StorefrontProduct) -> bool:
        wanted, price = self._wanted, shown.summary.price.minor
        return (
            (wanted.min_price is None or price >= wanted.min_price.minor)
            and (wanted.max_price is None or price <= wanted.max_price.minor)
            and wanted.in_stock in {None, shown.in_stock}
            and wanted.on_sale in {None, shown.summary.on_sale}
            and (wanted.min_rating is None or shown.product.rating.average >= wanted.min_rating)
        )


_KEYS: Final[Mapping[Ordering, Callable[[StorefrontProduct, SearchWords], tuple[SortValue, ...]]]] = {
    Ordering.PRICE_ASC: lambda shown, _: (shown.summary.price.minor,),
    Ordering.PRICE_DESC: lambda shown, _: (shown.summary.price.minor,),
    Ordering.NAME_ASC: lambda shown, _: (shown.text.name,),
    Ordering.NAME_DESC: lambda shown, _: (shown.text.name,),
    Ordering.OLDEST: lambda shown, _: (shown.product.created_at,),
    Ordering.NEWEST: lambda shown, _: (shown.product.created_at,),
    Ordering.RATING_ASC: lambda shown, _: (shown.product.rating.average,),
    Ordering.RATING_DESC: lambda shown, _: (shown.product.rating.average,),
    Ordering.RELEVANCE: lambda shown, words: (relevance(shown.text, words), SOLD),
    Ordering.POPULARITY: lambda _shown, _words: (SOLD,),
}


def sort_key(ordering: Ordering, shown: StorefrontProduct, words: SearchWords) -> tuple[Any, ...]:
    """Name what the product is sorted by; the id is the last."""
    return (*_KEYS[ordering](shown, words), shown.id)


def _found(labels: Iterable[Any], slugs: Collection[str]) -> dict[str, UUID]:
    return {label.slug: label.id for label in labels if label.slug in slugs}


def _one_of(asked: Collection[str], known: Mapping[str, UUID], carried: Iterable[UUID | None]) -> bool:
    return not asked or not frozenset(known.values()).isdisjoint(carried)
