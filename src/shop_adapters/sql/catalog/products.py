"""Products as a whole, for catalogue imports."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Uuid, bindparam, delete, func, insert, select, text, update

from shop_adapters.sql.catalog.categories import SqlCategories
from shop_adapters.sql.catalog.facet_values import facet_values_of
from shop_adapters.sql.catalog.rows import product_of, product_row, variant_of, variant_row
from shop_adapters.sql.catalog.tables import product_categories, product_tags, products, variants
from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.inventory.tables import can_sell, stock
from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.errors import SkuTaken
from shop_domain.catalog.model import CategoryId, Product
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy

_LOCK: Final = select(products).where(products.c.slug == bindparam("slug")).with_for_update()
_INSERT: Final = insert(products)
_KEPT: Final = frozenset({"id", "created_at", "rating_average", "rating_count", "sold", "sellable"})
_UPDATE: Final = (
    update(products)
    .where(products.c.id == bindparam("product_id"), products.c.version == bindparam("seen"))
    .values({column: bindparam(column.name) for column in products.c if column.name not in _KEPT})
)
_INSERT_VARIANTS: Final = insert(variants)
_UPDATE_VARIANTS: Final = (
    update(variants)
    .where(variants.c.id == bindparam("variant_id"))
    .values({column: bindparam(column.name) for column in variants.c if column.name not in {"id", "product_id"}})
)
_RECOUNT: Final = (
    update(products)
    .where(products.c.id == bindparam("product_id"))
    .values(
        sellable=select(func.count())
        .select_from(variants.join(stock, stock.c.variant_id == variants.c.id))
        .where(variants.c.product_id == products.c.id, variants.c.is_active, text(can_sell("1", "stock.")))
        .correlate(products)
        .scalar_subquery()
    )
)
_is_of: Final = bindparam("product_id", type_=Uuid)
_VARIANTS: Final = (
    select(variants)
    .where(variants.c.product_id == _is_of)
    .order_by(variants.c.is_active.desc(), variants.c.position, variants.c.id)
)
_DIRECT: Final = select(product_categories.c.category_id).where(
    product_categories.c.product_id == _is_of, product_categories.c.direct
)
_TAGS: Final = select(product_tags.c.tag_id).where(product_tags.c.product_id == _is_of)
_NO_CATEGORIES: Final = delete(product_categories).where(product_categories.c.product_id == _is_of)
_NO_TAGS: Final = delete(product_tags).where(product_tags.c.product_id == _is_of)


class SqlProducts:
    """Products with their variants, guarded by an optimistic version."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._categories = SqlCategories(database)

    def by_slug(self, slug: str) -> Product | None:
        """Read a product and hold it until the transaction ends."""
        row = self._database.execute(_LOCK, {"slug": slug}).first()
        if row is None:
            return None
        of_it = {"product_id": row.id}
        return product_of(
            row,
            map(variant_of, self._database.execute(_VARIANTS, of_it)),
            self._database.execute(_DIRECT, of_it).scalars(),
            self._database.execute(_TAGS, of_it).scalars(),
        )

    def save(self, product: Product) -> Product:
        saved = replace(product, version=product.version + 1)
        tree = CategoryTree(self._categories.all())
        around = tree.with_ancestors(product.category_ids)
        row = product_row(saved, facet_values_of(self._database, around, product.tag_ids))
        self._write(saved, row)
        self._write_variants(saved)
        self._write_facet_values(saved, around)
        if product.version:
            # A statement of its own, after the product's row is held: it sees every change of stock that was counted.
            self._database.execute(_RECOUNT, {"product_id": product.id})
        return saved

    def _write(self, product: Product, row: Mapping[str, Any]) -> None:
        if product.version > 1:
            values = {**row, "product_id": product.id, "seen": product.version - 1}
            if self._database.execute(_UPDATE, values).rowcount != 1:
                raise ConcurrentUpdate
            return
        try:
            self._database.execute(_INSERT, row)
        except ConstraintViolation as violation:
            # Somebody made the same product in between: another try finds it.
            raise StorageBusy from violation

    def _write_variants(self, product: Product) -> None:
        known = (
            set(self._database.execute(_VARIANTS, {"product_id": product.id}).scalars())
            if product.version > 1
            else set[UUID]()
        )
        rows = [variant_row(product, variant) for variant in product.variants]
        try:
            if new := [row for row in rows if row["id"] not in known]:
                self._database.execute(_INSERT_VARIANTS, new)
            if old := [{**row, "variant_id": row["id"]} for row in rows if row["id"] in known]:
                self._database.execute(_UPDATE_VARIANTS, old)
        except ConstraintViolation as violation:
            raise SkuTaken from violation

    def _write_facet_values(self, product: Product, around: Iterable[CategoryId]) -> None:
        of_it = {"product_id": product.id}
        if product.version > 1:
            self._database.execute(_NO_CATEGORIES, of_it)
            self._database.execute(_NO_TAGS, of_it)
        direct = frozenset(product.category_ids)
        if assignments := [{**of_it, "category_id": id_, "direct": id_ in direct} for id_ in sorted(around)]:
            self._database.execute(insert(product_categories), assignments)
        if marks := [{**of_it, "tag_id": id_} for id_ in product.tag_ids]:
            self._database.execute(insert(product_tags), marks)
