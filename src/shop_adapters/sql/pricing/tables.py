"""Coupons and their uses."""

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
    Uuid,
    text,
)

from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata

_HELD: Final = text("given_back_at IS NULL")

coupons: Final = Table(
    "coupons",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", String(40), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("value", BigInteger, nullable=False),
    Column("currency", String(3)),
    Column("max_discount", BigInteger),
    Column("minimum_subtotal", BigInteger),
    Column("max_uses", Integer),
    Column("max_uses_per_user", Integer),
    Column("uses", Integer, nullable=False),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("stackable", Boolean, nullable=False),
    Column("first_order_only", Boolean, nullable=False),
    Column("products", Json, nullable=False),
    Column("categories", Json, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("uses >= 0", name="uses_not_negative"),
    CheckConstraint("max_uses IS NULL OR uses <= max_uses", name="uses_within_limit"),
    CheckConstraint(
        "currency IS NOT NULL OR (kind <> 'FIXED' AND max_discount IS NULL AND minimum_subtotal IS NULL)",
        name="amounts_have_a_currency",
    ),
    Index("uq_coupons_code", "code", unique=True),
)
coupon_uses: Final = Table(
    "coupon_uses",
    metadata,
    Column("coupon_id", Uuid, ForeignKey("coupons.id"), primary_key=True),
    Column("order_id", Uuid, primary_key=True),  # an order takes a coupon once
    Column("customer", String(340), nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("given_back_at", UtcDateTime),
    Index("ix_coupon_uses_customer", "coupon_id", "customer", postgresql_where=_HELD, sqlite_where=_HELD),
    Index("ix_coupon_uses_order_id", "order_id"),
)
