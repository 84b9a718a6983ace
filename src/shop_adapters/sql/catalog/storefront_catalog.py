"""Single products and the whole of the labels, as shoppers see them."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, ScalarSelect, String, Uuid, bindparam, or_, select

from shop_adapters.sql.catalog.dialects import as_json, json_object_of, json_rows
from shop_adapters.sql.catalog.filters import AnySelect
from shop_adapters.sql.catalog.product_listing import decode_summary
from shop_adapters.sql.catalog.tables import colors, products, sizes, variants
from shop_adapters.sql.catalog.taxonomy import SqlTaxonomy
from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.inventory.tables import SELLABLE_UNITS, stock
from shop_domain.catalog.model import Image, Rating, Seo, VariantId
from shop_domain.catalog.storefront_views import ProductDetail, Taxonomy, VariantDetail
from shop_domain.inventory.availability import insufficient_units
from shop_domain.kernel.money import Money


class _Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant with its stock, as the database writes it."""

    id: VariantId
    sku: str
    barcode: str | None
    color: str | None
    size: str | None
    options: dict[str, str]
    price: int
    compare_at: int | None
    currency: str
    weight: int
    available: int | None


def _variants() -> ScalarSelect[Any]:
    rows = (
        select(
            variants,
            colors.c.name.label("color"),
            sizes.c.name.label("size"),
            SELLABLE_UNITS.label("available"),
        )
        .select_from(
            variants.outerjoin(stock, stock.c.variant_id == variants.c.id)
            .outerjoin(colors, colors.c.id == variants.c.color_id)
            .outerjoin(sizes, sizes.c.id == variants.c.size_id)
        )
        .where(variants.c.product_id == products.c.id, variants.c.is_active)
        .order_by(variants.c.position, variants.c.id)
        .correlate(products)
        .subquery("offered")
    )
    alike = ("id", "sku", "barcode", "color", "size", "currency", "available")
    shown = json_object_of(
        **{name: rows.c[name] for name in alike},
        options=as_json(rows.c.options),
        price=rows.c.price_minor,
        compare_at=rows.c.compare_at_minor,
        weight=rows.c.weight_grams,
    )
    return select(json_rows(shown)).select_from(rows).scalar_subquery()


_STATE_COLUMNS: Final = (
    products.c.version,
    products.c.summary,
    products.c.sellable,
    products.c.rating_average,
    products.c.rating_count,
    _variants().label("variants"),
)
_PAGE_COLUMNS: Final = tuple(products.c[name] for name in ("description", "images", "attributes", "seo", "details"))


def _shown(*columns: Any) -> dict[bool, AnySelect]:  # noqa: ANN401 - columns of any type
    shown = select(*columns).where(products.c.is_active)
    by_slug = products.c.slug == bindparam("slug", type_=String)
    by_id = products.c.id == bindparam("id", type_=Uuid)
    return {False: shown.where(by_slug), True: shown.where(or_(by_id, by_slug)).order_by(by_id.desc()).limit(1)}


_STATE: Final = _shown(*_STATE_COLUMNS)
_PRODUCT: Final = _shown(*_STATE_COLUMNS, *_PAGE_COLUMNS)
_decode_variants: Final = msgspec.json.Decoder(tuple[_Variant, ...], strict=False).decode


class SqlStorefrontCatalog:
    """Single products, and what they are sorted by."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._catalogue = SqlTaxonomy(database)

    def product(self, key: str) -> ProductDetail | None:
        """Read the product with this slug or id, with its stock, in one statement."""
        row = self._row(_PRODUCT, key)
        return None if row is None else _product(row)

    def product_state(self, key: str) -> str | None:
        row = self._row(_STATE, key)
        return None if row is None else _state(row)

    def taxonomy(self) -> Taxonomy:
        return self._catalogue.read()

    def catalog_state(self) -> str:
        return self._catalogue.state()

    def _row(self, statements: Mapping[bool, AnySelect], key: str) -> RowMapping | None:
        try:
            values, has_id = {"slug": key, "id": UUID(key)}, True
        except ValueError:
            values, has_id = {"slug": key}, False
        return self._database.execute(statements[has_id], values).mappings().first()


def _state(row: RowMapping) -> str:
    parts = (row["sellable"], row["rating_average"], row["rating_count"], row["summary"], row["variants"])
    return f"{row['version']}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"


def _product(row: RowMapping) -> ProductDetail:
    return ProductDetail(
        summary=decode_summary(row["summary"]),
        in_stock=row["sellable"] > 0,
        rating=Rating(average=row["rating_average"], count=row["rating_count"]),
        description=row["description"],
        images=msgspec.convert(row["images"], tuple[Image, ...]),
        variants=tuple(map(_variant, _decode_variants(row["variants"]))),
        attributes=row["attributes"],
        seo=msgspec.convert(row["seo"], Seo),
        metadata=row["details"],
        state=_state(row),
    )


def _variant(row: _Variant) -> VariantDetail:
    return VariantDetail(
        id=row.id,
        sku=row.sku,
        barcode=row.barcode,
        color=row.color,
        size=row.size,
        options=row.options,
        price=Money(row.price, row.currency),
        compare_at=None if row.compare_at is None else Money(row.compare_at, row.currency),
        in_stock=insufficient_units(row.available, 1) is None,
        available=row.available,
        weight_grams=row.weight,
    )
