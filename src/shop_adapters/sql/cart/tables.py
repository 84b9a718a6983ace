"""One row a cart: its lines are a document in it, so that whoever holds the row holds the whole cart."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text, Uuid, text

from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata

_ACTIVE_USERS: Final = text("status = 'ACTIVE' AND user_id IS NOT NULL")
_LIVE_GUESTS: Final = text("guest_key IS NOT NULL AND (status = 'ACTIVE' OR merged_into_user_id IS NOT NULL)")
_UNFINISHED: Final = text("status <> 'CONVERTED'")

carts: Final = Table(
    "carts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid),
    Column("guest_key", String(64)),  # SHA-256 of the session key, in hex
    Column("status", String(10), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("lines", Text, nullable=False),  # JSON, read straight into structs; nothing queries into it
    Column("line_count", Integer, nullable=False),
    Column("coupon_codes", Json, nullable=False),
    Column("email", String(320)),
    Column("note", Text),
    Column("shipping_address", Json),
    Column("billing_address", Json),
    Column("notices", Json),
    Column("merged_into_user_id", Uuid),  # the user whose login took this guest's cart over: the key is dead
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    CheckConstraint("(user_id IS NULL) <> (guest_key IS NULL)", name="one_owner"),
    CheckConstraint("status IN ('ACTIVE', 'CONVERTED', 'ABANDONED', 'MERGED')", name="status_known"),
    CheckConstraint(
        "merged_into_user_id IS NULL OR (guest_key IS NOT NULL AND status = 'MERGED')", name="merged_guest_has_user"
    ),
    Index("uq_carts_active_user", "user_id", unique=True, postgresql_where=_ACTIVE_USERS, sqlite_where=_ACTIVE_USERS),
    Index("uq_carts_live_guest", "guest_key", unique=True, postgresql_where=_LIVE_GUESTS, sqlite_where=_LIVE_GUESTS),
    Index("ix_carts_unfinished", "updated_at", postgresql_where=_UNFINISHED, sqlite_where=_UNFINISHED),
)
ONE_ACTIVE_CART: Final = frozenset({"uq_carts_active_user", "uq_carts_live_guest"})
