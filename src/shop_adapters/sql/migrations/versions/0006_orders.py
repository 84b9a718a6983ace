"""Orders, their lines and their history."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

schema = sa.MetaData()
orders = sa.Table(
    "orders",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.String(length=20), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=True),
    sa.Column("guest", sa.String(length=64), nullable=True),
    sa.Column("cart_id", sa.Uuid(), nullable=False),
    sa.Column("status", sa.String(length=20), nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=False),
    sa.Column("subtotal", sa.BigInteger(), nullable=False),
    sa.Column("discount_total", sa.BigInteger(), nullable=False),
    sa.Column("shipping_total", sa.BigInteger(), nullable=False),
    sa.Column("tax_total", sa.BigInteger(), nullable=False),
    sa.Column("grand_total", sa.BigInteger(), nullable=False),
    sa.Column("adjustments", Json, nullable=False),
    sa.Column("coupon_codes", Json, nullable=False),
    sa.Column("email", sa.String(length=320), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("shipping_address", Json, nullable=False),
    sa.Column("billing_address", Json, nullable=False),
    sa.Column("placed_at", UtcDateTime(), nullable=False),
    sa.Column("updated_at", UtcDateTime(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.CheckConstraint(
        "grand_total = subtotal - discount_total + shipping_total + tax_total", name="ck_orders_total_adds_up"
    ),
    sa.CheckConstraint("grand_total >= 0", name="ck_orders_total_not_negative"),
    sa.PrimaryKeyConstraint("id", name="pk_orders"),
    sa.UniqueConstraint("number", name="uq_orders_number"),
    sa.Index("ix_orders_email", sa.text("lower(email)")),
    sa.Index("ix_orders_user_id_placed_at", "user_id", "placed_at", "id"),
    sa.Index(
        "uq_orders_cart_id",
        "cart_id",
        unique=True,
        postgresql_where=sa.text("status <> 'CANCELLED'"),
        sqlite_where=sa.text("status <> 'CANCELLED'"),
    ),
)
order_lines = sa.Table(
    "order_lines",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("order_id", sa.Uuid(), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("product_id", sa.Uuid(), nullable=False),
    sa.Column("variant_id", sa.Uuid(), nullable=False),
    sa.Column("sku", sa.String(length=80), nullable=False),
    sa.Column("name", sa.String(length=255), nullable=False),
    sa.Column("color", sa.String(length=80), nullable=True),
    sa.Column("size", sa.String(length=80), nullable=True),
    sa.Column("image", sa.String(length=1000), nullable=True),
    sa.Column("unit_price", sa.BigInteger(), nullable=False),
    sa.Column("quantity", sa.Integer(), nullable=False),
    sa.Column("discount", sa.BigInteger(), nullable=False),
    sa.Column("tax", sa.BigInteger(), nullable=False),
    sa.Column("line_total", sa.BigInteger(), nullable=False),
    sa.CheckConstraint("line_total = unit_price * quantity", name="ck_order_lines_line_adds_up"),
    sa.CheckConstraint("quantity > 0", name="ck_order_lines_quantity_positive"),
    sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_lines_order_id"),
    sa.PrimaryKeyConstraint("id", name="pk_order_lines"),
    sa.Index("ix_order_lines_order_id", "order_id", "position"),
)
order_history = sa.Table(
    "order_history",
    schema,
    sa.Column(
        "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
    ),
    sa.Column("order_id", sa.Uuid(), nullable=False),
    sa.Column("from_status", sa.String(length=20), nullable=True),
    sa.Column("to_status", sa.String(length=20), nullable=False),
    sa.Column("actor_kind", sa.String(length=10), nullable=False),
    sa.Column("actor_id", sa.Uuid(), nullable=True),
    sa.Column("reason", sa.String(length=255), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_history_order_id"),
    sa.PrimaryKeyConstraint("position", name="pk_order_history"),
    sa.Index("ix_order_history_order_id", "order_id"),
)
TABLES = [orders, order_lines, order_history]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
