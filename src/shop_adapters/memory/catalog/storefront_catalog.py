"""Single products and labels, in memory."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from shop_adapters.memory.catalog.facet_counts import facet_value_counts
from shop_adapters.memory.catalog.storefront_products import StorefrontProduct, StorefrontProducts
from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.model import Variant
from shop_domain.catalog.storefront_views import ProductDetail, Taxonomy, VariantDetail
from shop_domain.inventory.availability import can_sell, sellable_units


class MemoryStorefrontCatalog:
    """Single products, and what they are sorted by."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state
        self._shelf = StorefrontProducts(state)

    def product(self, key: str) -> ProductDetail | None:
        found = self._shelf.find(key)
        return None if found is None else self._shown(found)

    def product_state(self, key: str) -> str | None:
        found = self.product(key)
        return None if found is None else found.state

    def taxonomy(self) -> Taxonomy:
        shown, own = list(self._shelf), self._state
        offered = [[variant for variant in one.product.variants if variant.is_active] for one in shown]
        colored = [{variant.color_id for variant in variants} for variants in offered]
        sized = [{variant.size_id for variant in variants} for variants in offered]
        tagged = [one.product.tag_ids for one in shown]
        return Taxonomy(
            state=self.catalog_state(),
            categories=self._shelf.tree.nodes(Counter(id_ for one in shown for id_ in one.category_ids)),
            colors=tuple(facet_value_counts(_ranked(own.colors), colored)),
            sizes=tuple(facet_value_counts(_ranked(own.sizes), sized)),
            tags=tuple(facet_value_counts(sorted(own.tags, key=lambda tag: tag.slug), tagged)),
        )

    def catalog_state(self) -> str:
        tables = self._state
        return _digest(
            [list(t) for t in (tables.products, tables.categories, tables.colors, tables.sizes, tables.tags)]
        )

    def _shown(self, found: StorefrontProduct) -> ProductDetail:
        product = found.product
        variants = tuple(self._variant(variant) for variant in product.variants if variant.is_active)
        return ProductDetail(
            summary=found.summary,
            in_stock=found.in_stock,
            rating=product.rating,
            description=product.description,
            images=product.images,
            variants=variants,
            attributes=product.attributes,
            seo=product.seo,
            metadata=product.metadata,
            state=f"{product.version}-{_digest([product, found.summary, variants])}",
        )

    def _variant(self, variant: Variant) -> VariantDetail:
        level = self._state.stock_levels.get(variant.id)
        color = self._state.colors.get(variant.color_id) if variant.color_id else None
        size = self._state.sizes.get(variant.size_id) if variant.size_id else None
        return VariantDetail(
            id=variant.id,
            sku=variant.sku,
            barcode=variant.barcode,
            color=color and color.name,
            size=size and size.name,
            options=variant.options,
            price=variant.price,
            compare_at=variant.compare_at,
            in_stock=can_sell(level, 1),
            available=sellable_units(level),
            weight_grams=variant.weight_grams,
        )


def _digest(what: object) -> str:
    return hashlib.sha256(msgspec.json.encode(what)).hexdigest()[:24]


def _ranked(labels: Iterable[Any]) -> list[Any]:
    return sorted(labels, key=lambda label: (label.position, label.slug))
