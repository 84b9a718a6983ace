"""Products, variants and what sorts them."""

from typing import Final

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
    true,
)

from shop_adapters.sql.metadata import Json, Utc, metadata

categories: Final = Table(
    "categories",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("parent_id", ForeignKey("categories.id")),
    Column("slug", String(120), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
)
colors: Final = Table(
    "colors",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("hex", String(7)),
    Column("position", Integer, nullable=False, server_default="0"),
)
sizes: Final = Table(
    "sizes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
)
tags: Final = Table(
    "tags",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
)
products: Final = Table(
    "products",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", String(160), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("short_description", String(500), nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
    Column("currency", String(3), nullable=False),
    Column("price_minor", BigInteger, nullable=False),  # the lowest price of its variants: lists sort and filter by it
    Column("max_price_minor", BigInteger, nullable=False),
    Column("compare_at_minor", BigInteger),
    Column("cover", Json),  # the primary image, as lists and carts show it
    Column("attributes", Json, nullable=False),
    Column("seo", Json, nullable=False),
    Column("details", Json, nullable=False),  # the product's free metadata
    Column("rating_average", Integer, nullable=False, server_default="0"),  # in hundredths
    Column("rating_count", Integer, nullable=False, server_default="0"),
    Column("sold", Integer, nullable=False, server_default="0"),  # units: orders by popularity
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    CheckConstraint("price_minor >= 0", name="price_not_negative"),
)
product_categories: Final = Table(
    "product_categories",
    metadata,
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("category_id", ForeignKey("categories.id"), primary_key=True),
    Column("direct", Boolean, nullable=False, server_default=true()),  # false: it lies in a category below this one
    Index("ix_product_categories_category_id", "category_id", "product_id"),
)
product_tags: Final = Table(
    "product_tags",
    metadata,
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
    Index("ix_product_tags_tag_id", "tag_id", "product_id"),
)
product_images: Final = Table(
    "product_images",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("url", String(1000), nullable=False),
    Column("alt", String(255), nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_primary", Boolean, nullable=False, server_default=false()),
)
variants: Final = Table(
    "variants",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sku", String(80), nullable=False, unique=True),
    Column("barcode", String(80)),
    Column("color_id", ForeignKey("colors.id"), index=True),
    Column("size_id", ForeignKey("sizes.id"), index=True),
    Column("options", Json, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("compare_at_minor", BigInteger),
    Column("weight_grams", Integer, nullable=False, server_default="0"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    CheckConstraint("price_minor >= 0", name="price_not_negative"),
)
