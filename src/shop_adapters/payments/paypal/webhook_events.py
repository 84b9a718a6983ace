"""Say in the shop's words what PayPal's notifications mean.

PayPal's signature covers a body by a checksum of 32 bits only, so nothing here is proof: it tells where to look.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from shop_adapters.payments.paypal.documents import Capture, Document, Order, Refund, Unit
from shop_adapters.payments.paypal.observations import observe_capture, observe_order
from shop_adapters.payments.paypal.refunds import capture_id_of, observe_refund
from shop_domain.payments.gateway import Ambiguous
from shop_domain.payments.observation import (
    Observation,
    ObservationSource,
    PaymentOutcome,
    RefundObservation,
    RefundOutcome,
)

D = TypeVar("D", bound=Document)
EventObservation = Observation | RefundObservation


class ReversedApproval(Document, frozen=True, kw_only=True):
    """An approval that was not used in time."""

    order_id: str
    purchase_units: tuple[Unit, ...] = ()


class DisputedTransaction(Document, frozen=True, kw_only=True):
    """A payment that its payer complains about."""

    seller_transaction_id: str | None = None


class Dispute(Document, frozen=True, kw_only=True):
    """A complaint of a payer."""

    dispute_id: str = ""
    reason: str = ""
    disputed_transactions: tuple[DisputedTransaction, ...] = ()


def observations_from(event_type: str, resource: object) -> tuple[EventObservation, ...]:
    """Read an event; nothing where its kind, or the shape of what it is about, is unknown to us."""
    read = _READERS.get(event_type)
    try:
        return () if read is None else read(event_type, resource)
    except (msgspec.ValidationError, Ambiguous):
        return ()


def _order(_kind: str, resource: object) -> tuple[EventObservation, ...]:
    return (_signal(observe_order(_decode(Order, resource), ObservationSource.WEBHOOK, b"")),)


def _capture(kind: str, resource: object) -> tuple[EventObservation, ...]:
    capture = _decode(Capture, resource)
    status = "DECLINED" if kind.endswith(".DENIED") else kind.rpartition(".")[2]
    order_id = capture.supplementary_data.related_ids.order_id
    named = msgspec.structs.replace(capture, status=status)
    seen = observe_capture(named, Order(id=order_id or ""), ObservationSource.WEBHOOK, b"")
    return (_signal(msgspec.structs.replace(seen, provider_id=order_id, raw_status=capture.status)),)


def _approval_reversed(_kind: str, resource: object) -> tuple[EventObservation, ...]:
    lost = _decode(ReversedApproval, resource)
    reference = lost.purchase_units[0].custom_id if lost.purchase_units else None
    return (
        _signal(
            Observation(
                outcome=PaymentOutcome.EXPIRED,
                source=ObservationSource.WEBHOOK,
                reference=reference,
                provider_id=lost.order_id,
                reason="the approval was not used in time",
            )
        ),
    )


def _refund(kind: str, resource: object) -> tuple[EventObservation, ...]:
    refund = _decode(Refund, resource)
    seen = observe_refund(refund, capture_id_of(refund), refund.custom_id, b"")
    outcome = {"REFUNDED": RefundOutcome.DONE, "PENDING": RefundOutcome.PENDING, "FAILED": RefundOutcome.FAILED}
    return (msgspec.structs.replace(seen, outcome=outcome[kind.rpartition(".")[2]]),)


def _reversal(_kind: str, resource: object) -> tuple[EventObservation, ...]:
    refund = _decode(Refund, resource)
    return (_capture_reversed(capture_id_of(refund), "reversed by PayPal"),)


def _dispute(_kind: str, resource: object) -> tuple[EventObservation, ...]:
    dispute = _decode(Dispute, resource)
    return tuple(
        _capture_reversed(transaction.seller_transaction_id, f"dispute {dispute.dispute_id}: {dispute.reason}")
        for transaction in dispute.disputed_transactions
        if transaction.seller_transaction_id
    )


def _capture_reversed(capture_id: str | None, reason: str) -> Observation:
    """Tell of money that was taken back: no lookup shows it, and all that it asks for is a person's attention."""
    return Observation(
        outcome=PaymentOutcome.REVERSED, source=ObservationSource.WEBHOOK, capture_id=capture_id, reason=reason
    )


def _signal(seen: Observation) -> Observation:
    return msgspec.structs.replace(seen, needs_lookup=True)


def _decode(kind: type[D], resource: object) -> D:
    return msgspec.convert(resource, type=kind)


_READERS: Final[dict[str, Callable[[str, object], tuple[EventObservation, ...]]]] = {
    "CHECKOUT.ORDER.APPROVED": _order,
    "CHECKOUT.ORDER.COMPLETED": _order,
    "CHECKOUT.PAYMENT-APPROVAL.REVERSED": _approval_reversed,
    "PAYMENT.CAPTURE.PENDING": _capture,
    "PAYMENT.CAPTURE.COMPLETED": _capture,
    "PAYMENT.CAPTURE.DECLINED": _capture,
    "PAYMENT.CAPTURE.DENIED": _capture,
    "PAYMENT.CAPTURE.REFUNDED": _refund,
    "PAYMENT.CAPTURE.REVERSED": _reversal,
    "PAYMENT.REFUND.PENDING": _refund,
    "PAYMENT.REFUND.FAILED": _refund,
    "CUSTOMER.DISPUTE.CREATED": _dispute,
}
