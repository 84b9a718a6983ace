"""What a coupon may be for."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, select

from shop_adapters.sql.catalog.tables import categories, products
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.catalog.model import CategoryId, ProductId

_PRODUCTS: Final = select(products.c.id).where(products.c.id.in_(bindparam("ids", expanding=True)))
_CATEGORIES: Final = select(categories.c.id).where(categories.c.id.in_(bindparam("ids", expanding=True)))


class SqlCouponScopes(SqlRepository):
    def unknown_products(self, product_ids: Collection[ProductId]) -> tuple[ProductId, ...]:
        known = set(self._database.execute(_PRODUCTS, {"ids": list(product_ids)}).scalars())
        return tuple(product_id for product_id in product_ids if product_id not in known)

    def unknown_categories(self, category_ids: Collection[CategoryId]) -> tuple[CategoryId, ...]:
        known = set(self._database.execute(_CATEGORIES, {"ids": list(category_ids)}).scalars())
        return tuple(category_id for category_id in category_ids if category_id not in known)
