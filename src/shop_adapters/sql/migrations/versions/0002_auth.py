"""Sessions, and the watch over them."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.append_only import append_only_triggers
from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

schema = sa.MetaData()
sa.Table("users", schema, sa.Column("id", sa.Uuid(), primary_key=True))
sessions = sa.Table(
    "sessions",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=False),
    sa.Column("ip_address", sa.String(length=64), nullable=False),
    sa.Column("user_agent", sa.String(length=400), nullable=False),
    sa.Column("device_info", sa.String(length=120), nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("last_activity", UtcDateTime(), nullable=False),
    sa.Column("expires_at", UtcDateTime(), nullable=False),
    sa.Column("generation", sa.Integer(), nullable=False),
    sa.Column("refresh_hash", sa.String(length=64), nullable=False),
    sa.Column("refresh_expires_at", UtcDateTime(), nullable=False),
    sa.Column("rotated_at", UtcDateTime(), nullable=False),
    sa.Column("rotated_ip", sa.String(length=64), nullable=False),
    sa.Column("rotated_agent", sa.String(length=400), nullable=False),
    sa.Column("pair_used", sa.Boolean(), nullable=False),
    sa.Column("ended_at", UtcDateTime(), nullable=True),
    sa.Column("end_reason", sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id", ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    sa.Index("ix_sessions_ended_at", "ended_at"),
    sa.Index("ix_sessions_last_activity", "last_activity", "id"),
    sa.Index(
        "ix_sessions_refresh_expires_at",
        "refresh_expires_at",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    ),
    sa.Index("ix_sessions_user_id", "user_id"),
)
session_activities = sa.Table(
    "session_activities",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("session_id", sa.Uuid(), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=False),
    sa.Column("event", sa.String(length=20), nullable=False),
    sa.Column("ip_address", sa.String(length=64), nullable=False),
    sa.Column("user_agent", sa.String(length=400), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_session_activities"),
    sa.Index("ix_session_activities_session_id", "session_id"),
)
security_attempts = sa.Table(
    "security_attempts",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("attempt_type", sa.String(length=20), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=True),
    sa.Column("identifier", sa.String(length=254), nullable=False),
    sa.Column("ip_address", sa.String(length=64), nullable=False),
    sa.Column("user_agent", sa.String(length=400), nullable=False),
    sa.Column("success", sa.Boolean(), nullable=False),
    sa.Column("failure_reason", sa.String(length=40), nullable=False),
    sa.Column("timestamp", UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_security_attempts"),
    sa.Index("ix_security_attempts_ip_address_timestamp_id", "ip_address", "timestamp", "id"),
    sa.Index("ix_security_attempts_timestamp_id", "timestamp", "id"),
    sa.Index("ix_security_attempts_user_id_timestamp_id", "user_id", "timestamp", "id"),
)
security_blocks = sa.Table(
    "security_blocks",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("subject", sa.String(length=64), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("until", UtcDateTime(), nullable=True),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("created_by", sa.Uuid(), nullable=False),
    sa.Column("lifted_at", UtcDateTime(), nullable=True),
    sa.Column("lifted_by", sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_security_blocks"),
    sa.Index("ix_security_blocks_created_at_id", "created_at", "id"),
    sa.Index(
        "uq_security_blocks_in_force",
        "subject",
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
        sqlite_where=sa.text("lifted_at IS NULL"),
    ),
)
attempt_counters = sa.Table(
    "attempt_counters",
    schema,
    sa.Column("key", sa.String(length=120), nullable=False),
    sa.Column("tries", Json, nullable=False),
    sa.Column("in_flight", Json, nullable=False),
    sa.Column("kept_until", UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint("key", name="pk_attempt_counters"),
    sa.Index("ix_attempt_counters_kept_until", "kept_until"),
)
audit_log_entries = sa.Table(
    "audit_log_entries",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("staff_id", sa.Uuid(), nullable=False),
    sa.Column("action", sa.String(length=60), nullable=False),
    sa.Column("subject", sa.String(length=120), nullable=False),
    sa.Column("details", Json, nullable=False),
    sa.Column("ip_address", sa.String(length=64), nullable=False),
    sa.Column("user_agent", sa.String(length=400), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_audit_log_entries"),
    sa.Index("ix_audit_log_entries_at_id", "at", "id"),
    sa.Index("ix_audit_log_entries_staff_id_id", "staff_id", "id"),
)
audit_chain_links = sa.Table(
    "audit_chain_links",
    schema,
    sa.Column("log", sa.String(length=10), nullable=False),
    sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("digest", sa.String(length=64), nullable=False),
    sa.Column("linked_at", UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("log", "position", name="pk_audit_chain_links"),
    sa.Index("uq_audit_chain_links_log_entry_id", "log", "entry_id", unique=True),
)
TABLES = [
    sessions,
    session_activities,
    security_attempts,
    security_blocks,
    attempt_counters,
    audit_log_entries,
    audit_chain_links,
]
ONLY_ADDED_TO = [session_activities, security_attempts, audit_log_entries, audit_chain_links]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)
    dialect = op.get_context().dialect.name
    for table in ONLY_ADDED_TO:
        for statement in append_only_triggers(table.name, dialect):
            op.execute(sa.DDL(statement))


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
