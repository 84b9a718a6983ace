"""Sessions, what is counted and written down at the door, and whom staff shut out."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid, text

from shop_adapters.sql.append_only import append_only
from shop_adapters.sql.metadata import Json, Utc, metadata

_GOING_ON: Final = text("ended_at IS NULL")
sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ip_address", String(64), nullable=False),
    Column("user_agent", String(400), nullable=False),
    Column("device_info", String(120), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("last_activity", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("refresh_hash", String(64), nullable=False),
    Column("refresh_expires_at", Utc, nullable=False),
    Column("rotated_at", Utc, nullable=False),
    Column("rotated_ip", String(64), nullable=False),
    Column("rotated_agent", String(400), nullable=False),
    Column("pair_used", Boolean, nullable=False),
    Column("ended_at", Utc, index=True),
    Column("end_reason", String(20)),
    Index("ix_sessions_running_out", "refresh_expires_at", postgresql_where=_GOING_ON, sqlite_where=_GOING_ON),
    Index("ix_sessions_last_activity", "last_activity", "id"),
)
session_activities: Final = append_only(
    Table(
        "session_activities",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("session_id", Uuid, nullable=False, index=True),
        Column("user_id", Uuid, nullable=False),
        Column("event", String(20), nullable=False),
        Column("ip_address", String(64), nullable=False),
        Column("user_agent", String(400), nullable=False),
        Column("at", Utc, nullable=False),
    )
)
security_attempts: Final = append_only(
    Table(
        "security_attempts",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("attempt_type", String(20), nullable=False),
        Column("user_id", Uuid),
        Column("identifier", String(254), nullable=False),
        Column("ip_address", String(64), nullable=False),
        Column("user_agent", String(400), nullable=False),
        Column("success", Boolean, nullable=False),
        Column("failure_reason", String(40), nullable=False),
        Column("timestamp", Utc, nullable=False),
        Index("ix_security_attempts_timestamp_id", "timestamp", "id"),
        Index("ix_security_attempts_user_id_timestamp_id", "user_id", "timestamp", "id"),
        Index("ix_security_attempts_ip_address_timestamp_id", "ip_address", "timestamp", "id"),
    )
)
attempt_tallies: Final = Table(
    "attempt_tallies",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("tries", Json, nullable=False),  # when each was made, by its id
    Column("in_flight", Json, nullable=False),  # until when an outcome is awaited
    Column("kept_until", Utc, index=True),
)
staff_actions: Final = append_only(
    Table(
        "staff_actions",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("staff_id", Uuid, nullable=False),
        Column("action", String(60), nullable=False),
        Column("subject", String(120), nullable=False),
        Column("details", Json, nullable=False),
        Column("ip_address", String(64), nullable=False),
        Column("user_agent", String(400), nullable=False),
        Column("at", Utc, nullable=False),
        Index("ix_staff_actions_at_id", "at", "id"),
        Index("ix_staff_actions_staff_id_id", "staff_id", "id"),
    )
)
audit_seals: Final = append_only(
    Table(
        "audit_seals",
        metadata,
        Column("log", String(10), primary_key=True),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("entry_id", Uuid, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("sealed_at", Utc, nullable=False),
        Index("uq_audit_seals_log_entry_id", "log", "entry_id", unique=True),
    )
)
security_blocks: Final = Table(
    "security_blocks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", Utc),
    Column("created_at", Utc, nullable=False),
    Column("created_by", Uuid, nullable=False),
    Column("lifted_at", Utc),
    Column("lifted_by", Uuid),
    Index("ix_security_blocks_created_at_id", "created_at", "id"),
    Index(
        "ix_security_blocks_in_force",
        "subject",
        postgresql_where=text("lifted_at IS NULL"),
        sqlite_where=text("lifted_at IS NULL"),
    ),
)
