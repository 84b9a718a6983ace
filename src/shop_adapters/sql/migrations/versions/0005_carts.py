"""Carts and coupons."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

schema = sa.MetaData()
coupons = sa.Table(
    "coupons",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("code", sa.String(length=40), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("value", sa.BigInteger(), nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=True),
    sa.Column("max_discount", sa.BigInteger(), nullable=True),
    sa.Column("minimum_subtotal", sa.BigInteger(), nullable=True),
    sa.Column("max_uses", sa.Integer(), nullable=True),
    sa.Column("max_uses_per_user", sa.Integer(), nullable=True),
    sa.Column("uses", sa.Integer(), nullable=False),
    sa.Column("starts_at", UtcDateTime(), nullable=True),
    sa.Column("ends_at", UtcDateTime(), nullable=True),
    sa.Column("stackable", sa.Boolean(), nullable=False),
    sa.Column("first_order_only", sa.Boolean(), nullable=False),
    sa.Column("products", Json, nullable=False),
    sa.Column("categories", Json, nullable=False),
    sa.Column("is_active", sa.Boolean(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.CheckConstraint(
        "currency IS NOT NULL OR (kind <> 'FIXED' AND max_discount IS NULL AND minimum_subtotal IS NULL)",
        name="ck_coupons_amounts_have_a_currency",
    ),
    sa.CheckConstraint("max_uses IS NULL OR uses <= max_uses", name="ck_coupons_uses_within_limit"),
    sa.CheckConstraint("uses >= 0", name="ck_coupons_uses_not_negative"),
    sa.PrimaryKeyConstraint("id", name="pk_coupons"),
    sa.Index("uq_coupons_code", "code", unique=True),
)
coupon_uses = sa.Table(
    "coupon_uses",
    schema,
    sa.Column("coupon_id", sa.Uuid(), nullable=False),
    sa.Column("order_id", sa.Uuid(), nullable=False),
    sa.Column("customer", sa.String(length=340), nullable=False),
    sa.Column("used_at", UtcDateTime(), nullable=False),
    sa.Column("given_back_at", UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name="fk_coupon_uses_coupon_id"),
    sa.PrimaryKeyConstraint("coupon_id", "order_id", name="pk_coupon_uses"),
    sa.Index(
        "ix_coupon_uses_customer",
        "coupon_id",
        "customer",
        postgresql_where=sa.text("given_back_at IS NULL"),
        sqlite_where=sa.text("given_back_at IS NULL"),
    ),
    sa.Index("ix_coupon_uses_order_id", "order_id"),
)
carts = sa.Table(
    "carts",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=True),
    sa.Column("guest_key", sa.String(length=64), nullable=True),
    sa.Column("status", sa.String(length=10), nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=False),
    sa.Column("lines", sa.Text(), nullable=False),
    sa.Column("line_count", sa.Integer(), nullable=False),
    sa.Column("coupon_codes", Json, nullable=False),
    sa.Column("email", sa.String(length=320), nullable=True),
    sa.Column("note", sa.Text(), nullable=True),
    sa.Column("shipping_address", Json, nullable=True),
    sa.Column("billing_address", Json, nullable=True),
    sa.Column("merged_into_user_id", sa.Uuid(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("updated_at", UtcDateTime(), nullable=False),
    sa.CheckConstraint(
        "merged_into_user_id IS NULL OR (guest_key IS NOT NULL AND status = 'MERGED')",
        name="ck_carts_merged_guest_has_user",
    ),
    sa.CheckConstraint("status IN ('ACTIVE', 'CONVERTED', 'ABANDONED', 'MERGED')", name="ck_carts_status_known"),
    sa.CheckConstraint("(user_id IS NULL) <> (guest_key IS NULL)", name="ck_carts_one_owner"),
    sa.PrimaryKeyConstraint("id", name="pk_carts"),
    sa.Index(
        "ix_carts_unfinished",
        "updated_at",
        postgresql_where=sa.text("status <> 'CONVERTED'"),
        sqlite_where=sa.text("status <> 'CONVERTED'"),
    ),
    sa.Index(
        "uq_carts_active_user",
        "user_id",
        unique=True,
        postgresql_where=sa.text("status = 'ACTIVE' AND user_id IS NOT NULL"),
        sqlite_where=sa.text("status = 'ACTIVE' AND user_id IS NOT NULL"),
    ),
    sa.Index(
        "uq_carts_live_guest",
        "guest_key",
        unique=True,
        postgresql_where=sa.text("guest_key IS NOT NULL AND (status = 'ACTIVE' OR merged_into_user_id IS NOT NULL)"),
        sqlite_where=sa.text("guest_key IS NOT NULL AND (status = 'ACTIVE' OR merged_into_user_id IS NOT NULL)"),
    ),
)
TABLES = [coupons, coupon_uses, carts]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
