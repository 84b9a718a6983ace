"""Attempts to pay, refunds, webhooks and evidence."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

schema = sa.MetaData()
sa.Table("orders", schema, sa.Column("id", sa.Uuid(), primary_key=True))
payments = sa.Table(
    "payments",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("order_id", sa.Uuid(), nullable=False),
    sa.Column("method", sa.String(length=12), nullable=False),
    sa.Column("state", sa.String(length=16), nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=False),
    sa.Column("amount", sa.BigInteger(), nullable=False),
    sa.Column("expected", Json, nullable=False),
    sa.Column("payee", sa.String(length=320), nullable=True),
    sa.Column("reference", sa.String(length=127), nullable=False),
    sa.Column("provider_id", sa.String(length=64), nullable=True),
    sa.Column("action", Json, nullable=True),
    sa.Column("completion", sa.Integer(), nullable=False),
    sa.Column("captured", sa.BigInteger(), nullable=True),
    sa.Column("captured_currency", sa.String(length=3), nullable=True),
    sa.Column("capture_id", sa.String(length=64), nullable=True),
    sa.Column("refunded", sa.BigInteger(), nullable=False),
    sa.Column("reversed_at", UtcDateTime(), nullable=True),
    sa.Column("reason", sa.String(length=500), nullable=False),
    sa.Column("request_id", sa.Uuid(), nullable=True),
    sa.Column("expires_at", UtcDateTime(), nullable=False),
    sa.Column("busy_until", UtcDateTime(), nullable=True),
    sa.Column("next_check_at", UtcDateTime(), nullable=False),
    sa.Column("checks", sa.Integer(), nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("updated_at", UtcDateTime(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.CheckConstraint("amount >= 0", name="ck_payments_amount_not_negative"),
    sa.CheckConstraint("refunded <= coalesce(captured, 0)", name="ck_payments_refunded_within_captured"),
    sa.CheckConstraint("refunded >= 0", name="ck_payments_refunded_not_negative"),
    sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_payments_order_id"),
    sa.PrimaryKeyConstraint("id", name="pk_payments"),
    sa.UniqueConstraint("method", "capture_id", name="uq_payments_method_capture_id"),
    sa.UniqueConstraint("method", "provider_id", name="uq_payments_method_provider_id"),
    sa.UniqueConstraint("reference", name="uq_payments_reference"),
    sa.UniqueConstraint("request_id", name="uq_payments_request_id"),
    sa.Index(
        "ix_payments_open",
        "next_check_at",
        postgresql_where=sa.text("state IN ('STARTING', 'AWAITING_PAYER', 'COMPLETING', 'PENDING_FUNDS')"),
        sqlite_where=sa.text("state IN ('STARTING', 'AWAITING_PAYER', 'COMPLETING', 'PENDING_FUNDS')"),
    ),
    sa.Index("ix_payments_order_id", "order_id"),
    sa.Index(
        "uq_payments_open",
        "order_id",
        unique=True,
        postgresql_where=sa.text("state IN ('STARTING', 'AWAITING_PAYER', 'COMPLETING', 'PENDING_FUNDS')"),
        sqlite_where=sa.text("state IN ('STARTING', 'AWAITING_PAYER', 'COMPLETING', 'PENDING_FUNDS')"),
    ),
)
refunds = sa.Table(
    "refunds",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("payment_id", sa.Uuid(), nullable=False),
    sa.Column("currency", sa.String(length=3), nullable=False),
    sa.Column("amount", sa.BigInteger(), nullable=False),
    sa.Column("state", sa.String(length=10), nullable=False),
    sa.Column("automatic", sa.Boolean(), nullable=False),
    sa.Column("reason", sa.String(length=255), nullable=False),
    sa.Column("provider_refund_id", sa.String(length=64), nullable=True),
    sa.Column("tries", sa.Integer(), nullable=False),
    sa.Column("next_try_at", UtcDateTime(), nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("updated_at", UtcDateTime(), nullable=False),
    sa.CheckConstraint("amount > 0", name="ck_refunds_amount_positive"),
    sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_refunds_payment_id"),
    sa.PrimaryKeyConstraint("id", name="pk_refunds"),
    sa.UniqueConstraint("provider_refund_id", name="uq_refunds_provider_refund_id"),
    sa.Index(
        "ix_refunds_due",
        "next_try_at",
        postgresql_where=sa.text("state NOT IN ('DONE', 'FAILED')"),
        sqlite_where=sa.text("state NOT IN ('DONE', 'FAILED')"),
    ),
    sa.Index("ix_refunds_payment_id", "payment_id"),
    sa.Index(
        "uq_refunds_automatic",
        "payment_id",
        unique=True,
        postgresql_where=sa.text("automatic"),
        sqlite_where=sa.text("automatic"),
    ),
)
provider_log = sa.Table(
    "provider_log",
    schema,
    sa.Column(
        "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
    ),
    sa.Column("payment_id", sa.Uuid(), nullable=False),
    sa.Column("source", sa.String(length=16), nullable=False),
    sa.Column("outcome", sa.String(length=16), nullable=False),
    sa.Column("state", sa.String(length=16), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_provider_log_payment_id"),
    sa.PrimaryKeyConstraint("position", name="pk_provider_log"),
    sa.Index("ix_provider_log_payment_id", "payment_id"),
)
webhook_events = sa.Table(
    "webhook_events",
    schema,
    sa.Column(
        "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
    ),
    sa.Column("method", sa.String(length=12), nullable=False),
    sa.Column("event_key", sa.String(length=120), nullable=False),
    sa.Column("event_type", sa.String(length=80), nullable=False),
    sa.Column("body", sa.LargeBinary(), nullable=False),
    sa.Column("content", sa.LargeBinary(), nullable=False),
    sa.Column("received_at", UtcDateTime(), nullable=False),
    sa.Column("due_at", UtcDateTime(), nullable=False),
    sa.Column("done_at", UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint("position", name="pk_webhook_events"),
    sa.UniqueConstraint("method", "event_key", name="uq_webhook_events_method_event_key"),
    sa.Index(
        "ix_webhook_events_waiting",
        "due_at",
        postgresql_where=sa.text("done_at IS NULL"),
        sqlite_where=sa.text("done_at IS NULL"),
    ),
)
rejected_webhooks = sa.Table(
    "rejected_webhooks",
    schema,
    sa.Column(
        "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
    ),
    sa.Column("method", sa.String(length=12), nullable=False),
    sa.Column("reason", sa.String(length=255), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint("position", name="pk_rejected_webhooks"),
)
TABLES = [payments, refunds, provider_log, webhook_events, rejected_webhooks]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
