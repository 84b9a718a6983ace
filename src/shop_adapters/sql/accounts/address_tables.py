"""Addresses and profiles."""

from typing import Final

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, String, Table, Uuid, text

from shop_adapters.sql.engine.metadata import UtcDateTime, metadata

addresses: Final = Table(
    "addresses",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("address_type", String(10), nullable=False),
    Column("label", String(100), nullable=False),
    Column("first_name", String(150), nullable=False),
    Column("last_name", String(150), nullable=False),
    Column("company", String(255), nullable=False),
    Column("address_line_1", String(255), nullable=False),
    Column("address_line_2", String(255), nullable=False),
    Column("city", String(150), nullable=False),
    Column("state_province", String(150), nullable=False),
    Column("postal_code", String(20), nullable=False),
    Column("country", String(2), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_addresses_user_id", "user_id"),
    Index(
        "uq_addresses_default",  # one default of each type
        "user_id",
        "address_type",
        unique=True,
        postgresql_where=text("is_default"),
        sqlite_where=text("is_default"),
    ),
)
profiles: Final = Table(
    "profiles",
    metadata,
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("date_of_birth", Date),
    Column("gender", String(10), nullable=False),
    Column("preferred_language", String(10), nullable=False),
    Column("preferred_currency", String(3), nullable=False),
    Column("marketing_opt_in", Boolean, nullable=False),
    Column("avatar", String(1000), nullable=False),
)
