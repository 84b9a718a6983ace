"""Users, and links that are mailed to them."""

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid, text

from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata
from shop_domain.accounts.registration_form import MAX_EMAIL_LENGTH, MAX_NAME_LENGTH, MAX_PHONE_LENGTH

users: Final = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", String(MAX_EMAIL_LENGTH), nullable=False),
    Column("email_canonical", Text, nullable=False, unique=True),
    Column("username", String(MAX_NAME_LENGTH), nullable=False),
    Column("username_canonical", Text, nullable=False, unique=True),
    Column("first_name", String(MAX_NAME_LENGTH), nullable=False),
    Column("last_name", String(MAX_NAME_LENGTH), nullable=False),
    Column("name_canonical", Text, nullable=False, server_default=""),  # both names as staff's search compares them
    Column("phone", String(MAX_PHONE_LENGTH), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("is_staff", Boolean, nullable=False),
    Column("role", String(20), nullable=False),
    Column("email_verified_at", UtcDateTime),
    Column("disabled_at", UtcDateTime),
    Column("blocked_until", UtcDateTime),
    Column("second_factor", Json),
    Column("date_joined", UtcDateTime, nullable=False),
    Column("password_changed_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("disabled_at IS NULL OR NOT is_active", name="disabled_is_inactive"),
    Index("ix_users_date_joined_id", "date_joined", "id"),
)
_LIVE: Final = text("used_at IS NULL AND replaced_at IS NULL")
one_time_tokens: Final = Table(
    "one_time_tokens",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("address", String(MAX_EMAIL_LENGTH), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("requested_ip", String(64), nullable=False),
    Column("requested_agent", String(400), nullable=False),
    Column("used_at", UtcDateTime),
    Column("used_ip", String(64)),
    Column("replaced_at", UtcDateTime),
    Index(
        "uq_one_time_tokens_live",  # one live link for each user and purpose
        "user_id",
        "purpose",
        unique=True,
        postgresql_where=_LIVE,
        sqlite_where=_LIVE,
    ),
)
