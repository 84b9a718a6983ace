"""Sessions, attempt counters, the security logs, and blocks."""

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid, text

from shop_adapters.sql.engine.append_only import append_only
from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata
from shop_domain.accounts.registration_form import MAX_EMAIL_LENGTH
from shop_domain.auth.attempts import MAX_USER_AGENT_LENGTH

_NOT_ENDED: Final = text("ended_at IS NULL")
sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ip_address", String(64), nullable=False),
    Column("user_agent", String(MAX_USER_AGENT_LENGTH), nullable=False),
    Column("device_info", String(120), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_activity", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("refresh_hash", String(64), nullable=False),
    Column("refresh_expires_at", UtcDateTime, nullable=False),
    Column("rotated_at", UtcDateTime, nullable=False),
    Column("rotated_ip", String(64), nullable=False),
    Column("rotated_agent", String(MAX_USER_AGENT_LENGTH), nullable=False),
    Column("pair_used", Boolean, nullable=False),
    Column("ended_at", UtcDateTime, index=True),
    Column("end_reason", String(20)),
    Index("ix_sessions_refresh_expires_at", "refresh_expires_at", postgresql_where=_NOT_ENDED, sqlite_where=_NOT_ENDED),
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
        Column("user_agent", String(MAX_USER_AGENT_LENGTH), nullable=False),
        Column("at", UtcDateTime, nullable=False),
    )
)
security_attempts: Final = append_only(
    Table(
        "security_attempts",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("attempt_type", String(20), nullable=False),
        Column("user_id", Uuid),
        Column("identifier", String(MAX_EMAIL_LENGTH), nullable=False),
        Column("ip_address", String(64), nullable=False),
        Column("user_agent", String(MAX_USER_AGENT_LENGTH), nullable=False),
        Column("success", Boolean, nullable=False),
        Column("failure_reason", String(40), nullable=False),
        Column("timestamp", UtcDateTime, nullable=False),
        Index("ix_security_attempts_timestamp_id", "timestamp", "id"),
        Index("ix_security_attempts_user_id_timestamp_id", "user_id", "timestamp", "id"),
        Index("ix_security_attempts_ip_address_timestamp_id", "ip_address", "timestamp", "id"),
    )
)
attempt_counters: Final = Table(
    "attempt_counters",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("tries", Json, nullable=False),  # when each was made, by its id
    Column("in_flight", Json, nullable=False),  # until when an outcome is awaited
    Column("kept_until", UtcDateTime, index=True),
)
security_blocks: Final = Table(
    "security_blocks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Uuid, nullable=False),
    Column("lifted_at", UtcDateTime),
    Column("lifted_by", Uuid),
    Index("ix_security_blocks_created_at_id", "created_at", "id"),
    Index(
        "ix_security_blocks_in_force",
        "subject",
        postgresql_where=text("lifted_at IS NULL"),
        sqlite_where=text("lifted_at IS NULL"),
    ),
)
