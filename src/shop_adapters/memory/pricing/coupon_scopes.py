"""What a coupon may be for, in memory."""

from collections.abc import Collection

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.catalog.model import Category, CategoryId, Product, ProductId


class MemoryCouponScopes:
    def __init__(
        self, products: MemoryTable[ProductId, Product], categories: MemoryTable[CategoryId, Category]
    ) -> None:
        self._products = products
        self._categories = categories

    def unknown_products(self, product_ids: Collection[ProductId]) -> tuple[ProductId, ...]:
        return tuple(product_id for product_id in product_ids if product_id not in self._products)

    def unknown_categories(self, category_ids: Collection[CategoryId]) -> tuple[CategoryId, ...]:
        return tuple(category_id for category_id in category_ids if category_id not in self._categories)
