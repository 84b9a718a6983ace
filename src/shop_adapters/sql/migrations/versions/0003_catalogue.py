"""Products and what sorts them."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

schema = sa.MetaData()
catalog_state = sa.Table(
    "catalog_state",
    schema,
    sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("state", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_catalog_state"),
)
categories = sa.Table(
    "categories",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("parent_id", sa.Uuid(), nullable=True),
    sa.Column("slug", sa.String(length=120), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("description", sa.Text(), server_default="", nullable=False),
    sa.Column("position", sa.Integer(), server_default="0", nullable=False),
    sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    sa.ForeignKeyConstraint(["parent_id"], ["categories.id"], name="fk_categories_parent_id"),
    sa.PrimaryKeyConstraint("id", name="pk_categories"),
    sa.UniqueConstraint("slug", name="uq_categories_slug"),
)
colors = sa.Table(
    "colors",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("slug", sa.String(length=80), nullable=False),
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.Column("hex", sa.String(length=7), nullable=True),
    sa.Column("position", sa.Integer(), server_default="0", nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_colors"),
    sa.UniqueConstraint("slug", name="uq_colors_slug"),
)
sizes = sa.Table(
    "sizes",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("slug", sa.String(length=80), nullable=False),
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.Column("position", sa.Integer(), server_default="0", nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_sizes"),
    sa.UniqueConstraint("slug", name="uq_sizes_slug"),
)
tags = sa.Table(
    "tags",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("slug", sa.String(length=80), nullable=False),
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_tags"),
    sa.UniqueConstraint("slug", name="uq_tags_slug"),
)
products = sa.Table(
    "products",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("slug", sa.String(length=160), nullable=False),
    sa.Column("name", sa.String(length=255), nullable=False),
    sa.Column("short_description", sa.String(length=500), server_default="", nullable=False),
    sa.Column("description", sa.Text(), server_default="", nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=False),
    sa.Column("price_minor", sa.BigInteger(), nullable=False),
    sa.Column("max_price_minor", sa.BigInteger(), nullable=False),
    sa.Column("compare_at_minor", sa.BigInteger(), nullable=True),
    sa.Column("on_sale", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    sa.Column("cover", Json, nullable=True),
    sa.Column("images", Json, nullable=False),
    sa.Column("attributes", Json, nullable=False),
    sa.Column("seo", Json, nullable=False),
    sa.Column("details", Json, nullable=False),
    sa.Column("summary", sa.Text(), nullable=False),
    sa.Column(
        "search_name",
        sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"),
        nullable=False,
    ),
    sa.Column("search_text", sa.Text(), nullable=False),
    sa.Column("rating_average", sa.Integer(), server_default="0", nullable=False),
    sa.Column("rating_count", sa.Integer(), server_default="0", nullable=False),
    sa.Column("sold", sa.Integer(), server_default="0", nullable=False),
    sa.Column("sellable", sa.Integer(), server_default="0", nullable=False),
    sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("updated_at", UtcDateTime(), nullable=False),
    sa.CheckConstraint("price_minor >= 0", name="ck_products_price_not_negative"),
    sa.PrimaryKeyConstraint("id", name="pk_products"),
    sa.UniqueConstraint("slug", name="uq_products_slug"),
    sa.Index(
        "ix_products_by_age",
        "created_at",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_by_name",
        "search_name",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_by_popularity",
        "sold",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_by_price",
        "price_minor",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_by_rating",
        "rating_average",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_by_sale",
        "on_sale",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_by_stock",
        "sellable",
        "id",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active = 1"),
    ),
    sa.Index(
        "ix_products_search", sa.text("array_to_tsvector(string_to_array(search_text, ' '))"), postgresql_using="gin"
    ).ddl_if(dialect="postgresql"),
)
product_categories = sa.Table(
    "product_categories",
    schema,
    sa.Column("product_id", sa.Uuid(), nullable=False),
    sa.Column("category_id", sa.Uuid(), nullable=False),
    sa.Column("direct", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name="fk_product_categories_category_id"),
    sa.ForeignKeyConstraint(
        ["product_id"], ["products.id"], name="fk_product_categories_product_id", ondelete="CASCADE"
    ),
    sa.PrimaryKeyConstraint("product_id", "category_id", name="pk_product_categories"),
    sa.Index("ix_product_categories_category_id", "category_id", "product_id"),
)
product_tags = sa.Table(
    "product_tags",
    schema,
    sa.Column("product_id", sa.Uuid(), nullable=False),
    sa.Column("tag_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_product_tags_product_id", ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_product_tags_tag_id"),
    sa.PrimaryKeyConstraint("product_id", "tag_id", name="pk_product_tags"),
    sa.Index("ix_product_tags_tag_id", "tag_id", "product_id"),
)
variants = sa.Table(
    "variants",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("product_id", sa.Uuid(), nullable=False),
    sa.Column("sku", sa.String(length=80), nullable=False),
    sa.Column("barcode", sa.String(length=80), nullable=True),
    sa.Column("color_id", sa.Uuid(), nullable=True),
    sa.Column("size_id", sa.Uuid(), nullable=True),
    sa.Column("options", Json, nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=False),
    sa.Column("price_minor", sa.BigInteger(), nullable=False),
    sa.Column("compare_at_minor", sa.BigInteger(), nullable=True),
    sa.Column("weight_grams", sa.Integer(), server_default="0", nullable=False),
    sa.Column("position", sa.Integer(), server_default="0", nullable=False),
    sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    sa.CheckConstraint("price_minor >= 0", name="ck_variants_price_not_negative"),
    sa.ForeignKeyConstraint(["color_id"], ["colors.id"], name="fk_variants_color_id"),
    sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_variants_product_id", ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["size_id"], ["sizes.id"], name="fk_variants_size_id"),
    sa.PrimaryKeyConstraint("id", name="pk_variants"),
    sa.UniqueConstraint("sku", name="uq_variants_sku"),
    sa.Index("ix_variants_color_id", "color_id", "product_id"),
    sa.Index("ix_variants_product_id", "product_id"),
    sa.Index("ix_variants_size_id", "size_id", "product_id"),
)
TABLES = [catalog_state, categories, colors, sizes, tags, products, product_categories, product_tags, variants]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
