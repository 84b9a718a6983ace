"""Orders, their lines as they were bought, and every move."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
    text,
)

from shop_adapters.sql.engine.append_only import append_only
from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata

orders: Final = Table(
    "orders",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("user_id", Uuid),
    Column("guest", String(64)),
    Column("cart_id", Uuid, nullable=False),
    Column("status", String(20), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("subtotal", BigInteger, nullable=False),
    Column("discount_total", BigInteger, nullable=False),
    Column("shipping_total", BigInteger, nullable=False),
    Column("tax_total", BigInteger, nullable=False),
    Column("grand_total", BigInteger, nullable=False),
    Column("adjustments", Json, nullable=False),
    Column("coupon_codes", Json, nullable=False),
    Column("email", String(320), nullable=False),
    Column("note", Text, nullable=False),
    Column("shipping_address", Json, nullable=False),
    Column("billing_address", Json, nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("grand_total = subtotal - discount_total + shipping_total + tax_total", name="total_adds_up"),
    CheckConstraint("grand_total >= 0", name="total_not_negative"),
    Index("ix_orders_user_id_placed_at", "user_id", "placed_at", "id"),
    Index("ix_orders_placed_at", "placed_at", "id"),
    Index("ix_orders_email", text("lower(email)")),  # is it this guest's first order?
    Index(
        "uq_orders_cart_id",  # a cart is sold once; an order that failed does not count
        "cart_id",
        unique=True,
        postgresql_where=text("status <> 'CANCELLED'"),
        sqlite_where=text("status <> 'CANCELLED'"),
    ),
)
order_lines: Final = Table(
    "order_lines",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("variant_id", Uuid, nullable=False),
    Column("sku", String(80), nullable=False),
    Column("name", String(255), nullable=False),
    Column("color", String(80)),
    Column("size", String(80)),
    Column("image", String(1000)),
    Column("unit_price", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("discount", BigInteger, nullable=False),
    Column("tax", BigInteger, nullable=False),
    Column("line_total", BigInteger, nullable=False),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    CheckConstraint("line_total = unit_price * quantity", name="line_adds_up"),
    Index("ix_order_lines_order_id", "order_id", "position"),
)
order_history: Final = append_only(
    Table(
        "order_history",
        metadata,
        Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
        Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False, index=True),
        Column("from_status", String(20)),
        Column("to_status", String(20), nullable=False),
        Column("actor_kind", String(10), nullable=False),
        Column("actor_id", Uuid),
        Column("reason", String(255), nullable=False),
        Column("at", UtcDateTime, nullable=False),
    )
)
