"""The catalogue and the stock in memory, as carts see them."""

from collections.abc import Collection, Mapping

from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.state import MemoryState
from shop_domain.cart.model import Offer
from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.model import Product, Variant, VariantId
from shop_domain.inventory.availability import sellable_units


class MemoryOffers(MemoryRepository[MemoryState]):
    def for_variants(self, variant_ids: Collection[VariantId]) -> Mapping[VariantId, Offer]:
        wanted = frozenset(variant_ids)
        tree = CategoryTree(self._tables.categories)
        return {
            variant.id: self._offer(product, variant, tree)
            for product in self._tables.products
            for variant in product.variants
            if variant.id in wanted
        }

    def _offer(self, product: Product, variant: Variant, tree: CategoryTree) -> Offer:
        color = None if variant.color_id is None else self._tables.colors.get(variant.color_id)
        size = None if variant.size_id is None else self._tables.sizes.get(variant.size_id)
        return Offer(
            variant_id=variant.id,
            product_id=product.id,
            category_ids=tree.with_ancestors(product.category_ids),
            sku=variant.sku,
            name=product.name,
            color=color and color.name,
            size=size and size.name,
            image=_image(product),
            price=variant.price,
            weight_grams=variant.weight_grams,
            is_for_sale=product.is_active and variant.is_active,
            available=sellable_units(self._tables.stock_levels.get(variant.id)),
        )


def _image(product: Product) -> str | None:
    primary = sorted(product.images, key=lambda image: (not image.is_primary, image.position))
    return primary[0].url if primary else None
