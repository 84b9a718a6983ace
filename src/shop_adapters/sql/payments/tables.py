"""Attempts to pay, money given back, webhooks, and what was exchanged with providers."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from shop_adapters.sql.engine.append_only import append_only
from shop_adapters.sql.engine.literals import sql_list
from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata
from shop_domain.payments.lifecycle import OPEN_STATES
from shop_domain.payments.model import MAX_REASON_LENGTH
from shop_domain.payments.refund import FINAL_STATES

_OPEN: Final = text(f"state IN ({sql_list(OPEN_STATES)})")
_UNFINISHED: Final = text(f"state NOT IN ({sql_list(FINAL_STATES)})")
payments: Final = Table(
    "payments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False, index=True),
    Column("method", String(12), nullable=False),
    Column("state", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("expected", Json, nullable=False),
    Column("payee", String(320)),
    Column("reference", String(127), nullable=False, unique=True),
    Column("provider_id", String(64)),
    Column("action", Json),
    Column("completion", Integer, nullable=False),
    Column("captured", BigInteger),
    Column("captured_currency", String(3)),
    Column("capture_id", String(64)),
    Column("refunded", BigInteger, nullable=False),
    Column("reversed_at", UtcDateTime),
    Column("reason", String(MAX_REASON_LENGTH), nullable=False),
    Column("request_id", Uuid, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("busy_until", UtcDateTime),
    Column("next_check_at", UtcDateTime, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    CheckConstraint("refunded >= 0", name="refunded_not_negative"),
    CheckConstraint("refunded <= coalesce(captured, 0)", name="refunded_within_captured"),
    UniqueConstraint("method", "provider_id"),
    UniqueConstraint("method", "capture_id"),
    Index("ix_payments_open", "next_check_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
    Index("uq_payments_open", "order_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),  # one at a time
)
refunds: Final = Table(
    "refunds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("payment_id", Uuid, ForeignKey("payments.id"), nullable=False, index=True),
    Column("currency", String(3), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("reason", String(255), nullable=False),
    Column("provider_refund_id", String(64), unique=True),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    CheckConstraint("amount > 0", name="amount_positive"),
    Index(
        "uq_refunds_automatic",
        "payment_id",
        unique=True,
        postgresql_where=text("automatic"),
        sqlite_where=text("automatic"),
    ),
    Index(
        "ix_refunds_due",
        "next_try_at",
        postgresql_where=_UNFINISHED,
        sqlite_where=_UNFINISHED,
    ),
)
provider_log: Final = append_only(
    Table(
        "provider_log",
        metadata,
        Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
        Column("payment_id", Uuid, ForeignKey("payments.id"), nullable=False, index=True),
        Column("source", String(16), nullable=False),
        Column("outcome", String(16), nullable=False),
        Column("state", String(16), nullable=False),
        Column("body", Text, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    )
)
webhook_events: Final = Table(
    "webhook_events",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
    Column("method", String(12), nullable=False),
    Column("event_key", String(120), nullable=False),
    Column("event_type", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    UniqueConstraint("method", "event_key"),
    Index(
        "ix_webhook_events_waiting",
        "due_at",
        postgresql_where=text("done_at IS NULL"),
        sqlite_where=text("done_at IS NULL"),
    ),
)
rejected_webhooks: Final = Table(
    "rejected_webhooks",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
    Column("method", String(12), nullable=False),
    Column("reason", String(255), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
