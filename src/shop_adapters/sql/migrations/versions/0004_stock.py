"""Stock, promises and the ledger; and what the database keeps right about both."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.catalog.triggers import TRIGGERS
from shop_adapters.sql.engine.metadata import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

schema = sa.MetaData()
sa.Table("variants", schema, sa.Column("id", sa.Uuid(), primary_key=True))
stock = sa.Table(
    "stock",
    schema,
    sa.Column("variant_id", sa.Uuid(), nullable=False),
    sa.Column("on_hand", sa.Integer(), server_default="0", nullable=False),
    sa.Column("reserved", sa.Integer(), server_default="0", nullable=False),
    sa.Column("tracked", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    sa.Column("backorder", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    sa.CheckConstraint("on_hand >= 0 OR backorder OR NOT tracked", name="ck_stock_on_hand_not_negative"),
    sa.CheckConstraint("on_hand >= reserved OR backorder OR NOT tracked", name="ck_stock_not_oversold"),
    sa.CheckConstraint("reserved >= 0", name="ck_stock_reserved_not_negative"),
    sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name="fk_stock_variant_id", ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("variant_id", name="pk_stock"),
)
reservations = sa.Table(
    "reservations",
    schema,
    sa.Column("order_id", sa.Uuid(), nullable=False),
    sa.Column("variant_id", sa.Uuid(), nullable=False),
    sa.Column("quantity", sa.Integer(), nullable=False),
    sa.Column("state", sa.String(length=10), nullable=False),
    sa.Column("made_at", UtcDateTime(), nullable=False),
    sa.Column("ended_at", UtcDateTime(), nullable=True),
    sa.Column("closing_movement_id", sa.Uuid(), nullable=False),
    sa.CheckConstraint("state IN ('LIVE', 'CONSUMED', 'RELEASED', 'EXPIRED')", name="ck_reservations_state_known"),
    sa.CheckConstraint("quantity > 0", name="ck_reservations_quantity_positive"),
    sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name="fk_reservations_variant_id"),
    sa.PrimaryKeyConstraint("order_id", "variant_id", name="pk_reservations"),
    sa.Index(
        "ix_reservations_live",
        "variant_id",
        postgresql_where=sa.text("state = 'LIVE'"),
        sqlite_where=sa.text("state = 'LIVE'"),
    ),
)
stock_movements = sa.Table(
    "stock_movements",
    schema,
    sa.Column(
        "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
    ),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("variant_id", sa.Uuid(), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("on_hand_change", sa.Integer(), nullable=False),
    sa.Column("reserved_change", sa.Integer(), nullable=False),
    sa.Column("order_id", sa.Uuid(), nullable=True),
    sa.Column("reason", sa.String(length=255), server_default="", nullable=False),
    sa.Column("actor_id", sa.Uuid(), nullable=True),
    sa.Column("happened_at", UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name="fk_stock_movements_variant_id"),
    sa.PrimaryKeyConstraint("position", name="pk_stock_movements"),
    sa.UniqueConstraint("id", name="uq_stock_movements_id"),
    sa.Index("ix_stock_movements_variant_id_position", "variant_id", "position"),
)
TABLES = [stock, reservations, stock_movements]
UNDONE = {
    "postgresql": ("DROP FUNCTION sellable_changed() CASCADE", "DROP FUNCTION catalog_changed() CASCADE"),
    "sqlite": ("DROP TABLE product_search", "DROP TABLE product_search_rows"),
}


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)
    for statement in TRIGGERS[op.get_context().dialect.name]:
        op.execute(sa.DDL(statement))


def downgrade() -> None:
    for statement in UNDONE[op.get_context().dialect.name]:
        op.execute(statement)
    schema.drop_all(op.get_bind(), tables=TABLES)
