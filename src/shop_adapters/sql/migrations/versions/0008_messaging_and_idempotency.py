"""Events, deliveries, jobs and requests that may come again."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

schema = sa.MetaData()
outbox = sa.Table(
    "outbox",
    schema,
    sa.Column(
        "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
    ),
    sa.Column("event_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=80), nullable=False),
    sa.Column("ordering_key", sa.String(length=120), nullable=False),
    sa.Column("body", Json, nullable=False),
    sa.Column("happened_at", UtcDateTime(), nullable=False),
    sa.Column("due_at", UtcDateTime(), nullable=False),
    sa.Column("leased_until", UtcDateTime(), nullable=True),
    sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
    sa.Column("delivered_at", UtcDateTime(), nullable=True),
    sa.Column("given_up_at", UtcDateTime(), nullable=True),
    sa.Column("last_error", sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint("position", name="pk_outbox"),
    sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
    sa.Index(
        "ix_outbox_ordering_key",
        "ordering_key",
        "position",
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    ),
    sa.Index(
        "ix_outbox_waiting",
        "due_at",
        "position",
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    ),
)
deliveries = sa.Table(
    "deliveries",
    schema,
    sa.Column("event_id", sa.Uuid(), nullable=False),
    sa.Column("channel", sa.String(length=80), nullable=False),
    sa.Column("made_at", UtcDateTime(), nullable=False),
    sa.Column("refusal", sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint("event_id", "channel", name="pk_deliveries"),
    sa.Index("ix_deliveries_made_at", "made_at"),
)
jobs = sa.Table(
    "jobs",
    schema,
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.Column("next_run_at", UtcDateTime(), nullable=False),
    sa.Column("leased_until", UtcDateTime(), nullable=True),
    sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
    sa.Column("last_run_at", UtcDateTime(), nullable=True),
    sa.Column("last_error", sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint("name", name="pk_jobs"),
)
idempotency_keys = sa.Table(
    "idempotency_keys",
    schema,
    sa.Column("id", sa.String(length=64), nullable=False),
    sa.Column("body_hash", sa.String(length=64), nullable=False),
    sa.Column("request_id", sa.Uuid(), nullable=False),
    sa.Column("claimed_at", UtcDateTime(), nullable=False),
    sa.Column("response", sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_idempotency_keys"),
    sa.Index("ix_idempotency_keys_claimed_at", "claimed_at"),
)
processed_requests = sa.Table(
    "processed_requests",
    schema,
    sa.Column("request_id", sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint("request_id", name="pk_processed_requests"),
)
TABLES = [outbox, deliveries, jobs, idempotency_keys, processed_requests]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
