"""Everything that products are sorted by, with the number of products on sale."""

from typing import Any, Final

from sqlalchemy import FromClause, Row, ScalarSelect, distinct, func, select

from shop_adapters.sql.catalog.filters import AnySelect
from shop_adapters.sql.catalog.page_statements import STATE
from shop_adapters.sql.catalog.rows import category_of
from shop_adapters.sql.catalog.state_cache import StateCache
from shop_adapters.sql.catalog.tables import (
    categories,
    colors,
    product_categories,
    product_tags,
    products,
    sizes,
    tags,
    variants,
)
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.model import CategoryId
from shop_domain.catalog.storefront_views import FacetValueCount, Taxonomy

TAXONOMY: Final = StateCache[None, Taxonomy](1)


def _count(carriers: FromClause, key: Any, label: FromClause, *only: Any) -> ScalarSelect[Any]:  # noqa: ANN401 - columns
    on_sale = carriers.join(products, products.c.id == carriers.c.product_id)
    counted = select(func.count(distinct(products.c.id))).select_from(on_sale)
    return counted.where(key == label.c.id, products.c.is_active, *only).correlate(label).scalar_subquery()


_STATE: Final = select(STATE)
_CATEGORIES: Final = select(
    categories, _count(product_categories, product_categories.c.category_id, categories).label("number")
)
_COLORS: Final = select(
    colors, _count(variants, variants.c.color_id, colors, variants.c.is_active).label("number")
).order_by(colors.c.position, colors.c.slug)
_SIZES: Final = select(
    sizes, _count(variants, variants.c.size_id, sizes, variants.c.is_active).label("number")
).order_by(sizes.c.position, sizes.c.slug)
_TAGS: Final = select(tags, _count(product_tags, product_tags.c.tag_id, tags).label("number")).order_by(tags.c.slug)


class SqlTaxonomy(SqlRepository):
    """The labels, counted anew only where the catalogue has changed."""

    def state(self) -> str:
        """Tell the state that the catalogue has now."""
        return self._database.execute(_STATE).scalar_one()

    def read(self) -> Taxonomy:
        """Read and count every label, unless that is known for the state that the catalogue is in."""
        state = self.state()
        return TAXONOMY.get(state, None) or TAXONOMY.put(state, None, self._counted(state))

    def _counted(self, state: str) -> Taxonomy:
        shelved = self._database.execute(_CATEGORIES).all()
        tree = CategoryTree(category_of(row) for row in shelved)
        return Taxonomy(
            state=state,
            categories=tree.nodes({CategoryId(row.id): int(row.number) for row in shelved}),
            colors=self._labels(_COLORS),
            sizes=self._labels(_SIZES),
            tags=self._labels(_TAGS),
        )

    def _labels(self, statement: AnySelect) -> tuple[FacetValueCount, ...]:
        return tuple(map(_label, self._database.execute(statement)))


def _label(row: Row[Any]) -> FacetValueCount:
    return FacetValueCount(id=row.id, slug=row.slug, name=row.name, hex=getattr(row, "hex", None), count=row.number)
