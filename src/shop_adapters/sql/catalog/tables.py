"""Products, variants and what sorts them."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
    false,
    func,
    literal_column,
    text,
    true,
)

from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata
from shop_domain.catalog.draft_validation import (
    MAX_CATEGORY_LENGTH,
    MAX_FACET_VALUE_LENGTH,
    MAX_NAME_LENGTH,
    MAX_SHORT_DESCRIPTION_LENGTH,
)
from shop_domain.catalog.variants import MAX_SKU_LENGTH

BYTES: Final = String(255).with_variant(String(255, collation="C"), "postgresql")
"""Text that sorts by its bytes on both engines, so that a cursor means the same place on each."""

categories: Final = Table(
    "categories",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("parent_id", Uuid, ForeignKey("categories.id")),
    Column("slug", String(MAX_CATEGORY_LENGTH), nullable=False, unique=True),
    Column("name", String(MAX_CATEGORY_LENGTH), nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
)
colors: Final = Table(
    "colors",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(MAX_FACET_VALUE_LENGTH), nullable=False, unique=True),
    Column("name", String(MAX_FACET_VALUE_LENGTH), nullable=False),
    Column("hex", String(7)),
    Column("position", Integer, nullable=False, server_default="0"),
)
sizes: Final = Table(
    "sizes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(MAX_FACET_VALUE_LENGTH), nullable=False, unique=True),
    Column("name", String(MAX_FACET_VALUE_LENGTH), nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
)
tags: Final = Table(
    "tags",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(MAX_FACET_VALUE_LENGTH), nullable=False, unique=True),
    Column("name", String(MAX_FACET_VALUE_LENGTH), nullable=False),
)
products: Final = Table(
    "products",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(160), nullable=False, unique=True),
    Column("name", String(MAX_NAME_LENGTH), nullable=False),
    Column("short_description", String(MAX_SHORT_DESCRIPTION_LENGTH), nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
    Column("currency", String(3), nullable=False),
    Column("price_minor", BigInteger, nullable=False),  # the lowest price of its variants: lists sort and filter by it
    Column("max_price_minor", BigInteger, nullable=False),
    Column("compare_at_minor", BigInteger),
    Column("on_sale", Boolean, nullable=False, server_default=false()),
    Column("cover", Json),  # the primary image, as carts show it
    Column("images", Json, nullable=False),
    Column("attributes", Json, nullable=False),
    Column("seo", Json, nullable=False),
    Column("details", Json, nullable=False),  # the product's free metadata
    Column("summary", Text, nullable=False),  # what a list shows of it, ready to be decoded
    Column("search_name", BYTES, nullable=False),  # folded words of the name: searched, and the key of lists by name
    Column("search_text", Text, nullable=False),
    Column("rating_average", Integer, nullable=False, server_default="0"),  # in hundredths
    Column("rating_count", Integer, nullable=False, server_default="0"),
    Column("sold", Integer, nullable=False, server_default="0"),  # units: orders by popularity
    Column("sellable", Integer, nullable=False, server_default="0"),  # variants that can be bought; see triggers.py
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    CheckConstraint("price_minor >= 0", name="price_not_negative"),
)


def _listed_by(name: str, *columns: Column[Any]) -> Index:
    """Index the products that lists show."""
    return Index(name, *columns, postgresql_where=text("is_active"), sqlite_where=text("is_active = 1"))


_shown = products.c
_listed_by("ix_products_by_price", _shown.price_minor, _shown.id)
_listed_by("ix_products_by_name", _shown.search_name, _shown.id)
_listed_by("ix_products_by_age", _shown.created_at, _shown.id)
_listed_by("ix_products_by_rating", _shown.rating_average, _shown.id)
_listed_by("ix_products_by_popularity", _shown.sold, _shown.id)
_listed_by("ix_products_by_stock", _shown.sellable, _shown.id)
_listed_by("ix_products_by_sale", _shown.on_sale, _shown.id)
Index(
    "ix_products_search",
    func.array_to_tsvector(func.string_to_array(_shown.search_text, literal_column("' '"))),
    postgresql_using="gin",
).ddl_if(dialect="postgresql")

product_categories: Final = Table(
    "product_categories",
    metadata,
    Column("product_id", Uuid, ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("category_id", Uuid, ForeignKey("categories.id"), primary_key=True),
    Column("direct", Boolean, nullable=False, server_default=true()),  # false: it lies in a category below this one
    Index("ix_product_categories_category_id", "category_id", "product_id"),
)
product_tags: Final = Table(
    "product_tags",
    metadata,
    Column("product_id", Uuid, ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", Uuid, ForeignKey("tags.id"), primary_key=True),
    Index("ix_product_tags_tag_id", "tag_id", "product_id"),
)
variants: Final = Table(
    "variants",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("product_id", Uuid, ForeignKey("products.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sku", String(MAX_SKU_LENGTH), nullable=False, unique=True),
    Column("barcode", String(80)),
    Column("color_id", Uuid, ForeignKey("colors.id")),
    Column("size_id", Uuid, ForeignKey("sizes.id")),
    Column("options", Json, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("compare_at_minor", BigInteger),
    Column("weight_grams", Integer, nullable=False, server_default="0"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    CheckConstraint("price_minor >= 0", name="price_not_negative"),
    Index("ix_variants_color_id", "color_id", "product_id"),
    Index("ix_variants_size_id", "size_id", "product_id"),
)
catalog_state: Final = Table(
    "catalog_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row
    Column("state", String(36), nullable=False),  # another with every change that a list could show; see triggers.py
)
