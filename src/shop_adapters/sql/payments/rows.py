"""Attempts to pay and refunds as rows, and back."""

from collections.abc import Mapping
from typing import Any

import msgspec

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import NextAction
from shop_domain.payments.model import (
    MAX_REASON_LENGTH,
    Method,
    Payment,
    PaymentId,
    PaymentState,
    ProviderLogEntry,
    Refund,
    RefundId,
    RefundState,
)

_PLAIN = (
    "id", "order_id", "payee", "reference", "provider_id", "completion", "capture_id", "reversed_at", "request_id",
    "expires_at", "busy_until", "next_check_at", "checks", "created_at", "updated_at", "version",
)  # fmt: skip


def payment_row(payment: Payment) -> dict[str, Any]:
    """Spread an attempt over its columns."""
    return {
        **{name: getattr(payment, name) for name in _PLAIN},
        "method": payment.method.value,
        "state": payment.state.value,
        "currency": payment.amount.currency,
        "amount": payment.amount.minor,
        "expected": msgspec.to_builtins(payment.expected),
        "action": msgspec.to_builtins(payment.action),
        "captured": None if payment.captured is None else payment.captured.minor,
        "captured_currency": None if payment.captured is None else payment.captured.currency,
        "refunded": payment.refunded.minor,
        "reason": payment.reason[:MAX_REASON_LENGTH],
    }


def payment_of(row: Mapping[Any, Any]) -> Payment:
    """Put an attempt together from its columns."""
    captured = None if row["captured"] is None else Money(row["captured"], row["captured_currency"])
    return Payment(
        **{name: row[name] for name in _PLAIN},
        method=Method(row["method"]),
        state=PaymentState(row["state"]),
        amount=Money(row["amount"], row["currency"]),
        expected=msgspec.convert(row["expected"], Money),
        action=msgspec.convert(row["action"], NextAction | None),
        captured=captured,
        refunded=Money(row["refunded"], captured.currency if captured else row["currency"]),
        reason=row["reason"],
    )


def refund_row(refund: Refund) -> dict[str, Any]:
    """Spread a refund over its columns."""
    return {
        "id": refund.id,
        "payment_id": refund.payment_id,
        "currency": refund.amount.currency,
        "amount": refund.amount.minor,
        "state": refund.state.value,
        "automatic": refund.automatic,
        "reason": refund.reason,
        "provider_refund_id": refund.provider_refund_id,
        "tries": refund.tries,
        "next_try_at": refund.next_try_at,
        "created_at": refund.created_at,
        "updated_at": refund.updated_at,
    }


def refund_of(row: Mapping[Any, Any]) -> Refund:
    """Put a refund together from its columns."""
    return Refund(
        id=RefundId(row["id"]),
        payment_id=PaymentId(row["payment_id"]),
        amount=Money(row["amount"], row["currency"]),
        state=RefundState(row["state"]),
        automatic=row["automatic"],
        reason=row["reason"],
        provider_refund_id=row["provider_refund_id"],
        tries=row["tries"],
        next_try_at=row["next_try_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def log_entry_row(entry: ProviderLogEntry) -> dict[str, Any]:
    """Spread a piece of evidence over its columns."""
    return {
        "payment_id": entry.payment_id,
        "source": entry.source,
        "outcome": entry.outcome,
        "state": entry.state.value,
        "body": entry.body,
        "at": entry.at,
    }
