"""Products in memory as shoppers see them, worked out anew at every look."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

import msgspec

from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.model import CategoryId, Product, ProductId
from shop_domain.catalog.product_summary import product_summary, search_text_of
from shop_domain.catalog.search import SearchText
from shop_domain.catalog.storefront_views import FacetValue, ProductListItem, ProductSummary
from shop_domain.inventory.availability import can_sell


class StorefrontProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product on sale with all that lists filter and sort it by."""

    product: Product
    summary: ProductSummary
    text: SearchText
    category_ids: frozenset[CategoryId]
    in_stock: bool

    @property
    def id(self) -> ProductId:
        return self.product.id

    @property
    def list_item(self) -> ProductListItem:
        return ProductListItem(summary=self.summary, in_stock=self.in_stock, rating=self.product.rating)


class StorefrontProducts:
    """The products on sale."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state
        self.tree = CategoryTree(state.categories)

    def __iter__(self) -> Iterator[StorefrontProduct]:
        return (self._shown(product) for product in self._state.products if product.is_active)

    def find(self, key: str) -> StorefrontProduct | None:
        """Find a product on sale by its id, else by its slug."""
        shown = list(self)
        by_id = (found for found in shown if _is_id(key, found.id))
        by_slug = (found for found in shown if found.product.slug == key)
        return next(chain(by_id, by_slug), None)

    def _shown(self, product: Product) -> StorefrontProduct:
        around = self.tree.with_ancestors(product.category_ids)
        found = [self._state.categories.get(id_) for id_ in sorted(around)]
        found += [self._state.tags.get(id_) for id_ in product.tag_ids]
        labels: dict[UUID, FacetValue] = {
            label.id: FacetValue(id=label.id, slug=label.slug, name=label.name) for label in found if label is not None
        }
        return StorefrontProduct(
            product=product,
            summary=product_summary(product, labels),
            text=search_text_of(product, labels),
            category_ids=around,
            in_stock=any(
                can_sell(self._state.stock_levels.get(variant.id), 1)
                for variant in product.variants
                if variant.is_active
            ),
        )


def _is_id(key: str, id_: UUID) -> bool:
    try:
        return UUID(key) == id_
    except ValueError:
        return False
