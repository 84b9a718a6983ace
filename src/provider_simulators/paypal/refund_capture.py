"""Give money of a capture back."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from provider_simulators.paypal.amount_validation import money_errors
from provider_simulators.paypal.config import Behavior
from provider_simulators.paypal.errors import ErrorDetail, PayPalError, error_for_issue
from provider_simulators.paypal.ledger import LedgerState
from provider_simulators.paypal.money import Money, rounded_money, sum_amounts
from provider_simulators.paypal.records import Capture, CaptureStatus, Refund, RefundStatus
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhook_events import emit_refund_event

_STATUS: dict[str, RefundStatus] = {
    "COMPLETED": "COMPLETED",
    "PENDING": "PENDING",
    "FAILED": "FAILED",
    "CANCELLED": "CANCELLED",
}
EVENT_TYPES: dict[str, str] = {
    "COMPLETED": "PAYMENT.CAPTURE.REFUNDED",
    "PENDING": "PAYMENT.REFUND.PENDING",
    "FAILED": "PAYMENT.REFUND.FAILED",
    "CANCELLED": "PAYMENT.REFUND.FAILED",
}


class RefundRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to give back; without an amount, all that is left."""

    amount: Money | None = None
    custom_id: str | None = None
    invoice_id: str | None = None
    note_to_payer: str | None = None


def refund_capture(state: PayPalState, capture: Capture, request: RefundRequest) -> Refund:
    """Give the money back; raise the refusal of what may not be refunded."""
    _require_refundable(state, capture)
    left = refundable_amount(state.ledger.current, capture)
    amount = request.amount or rounded_money(left.number, left.currency_code)
    if flaws := tuple(_amount_errors(amount, left, state)):
        raise PayPalError(422, *flaws)
    outcome = state.behavior.refund_outcome
    if outcome not in _STATUS:
        raise error_for_issue(outcome)
    made = _refund_of(state, capture, amount, request, _STATUS[outcome])
    record_refund(state, made)
    return made


def refundable_amount(ledger: LedgerState, capture: Capture) -> Money:
    """Return what was not given back yet."""
    gone = sum_amounts(other.amount for other in ledger.refunds_of(capture.id) if other.counts)
    return rounded_money(capture.amount.number - gone, capture.amount.currency_code)


def record_refund(state: PayPalState, refund: Refund) -> None:
    """Write a refund down in its present state, with what it means for the capture, and tell of it."""
    books = state.ledger.current.with_records(refund)
    capture, order = books.captures[refund.capture_id], books.order_of(refund.capture_id)
    state.ledger.record(
        order.id,
        refund,
        msgspec.structs.replace(capture, status=_status_after(books, capture), updated_at=state.now),
        msgspec.structs.replace(order, updated_at=state.now),
    )
    emit_refund_event(
        state, "PAYMENT.CAPTURE.REVERSED" if refund.is_reversal else EVENT_TYPES[refund.status], refund.id
    )


def _status_after(ledger: LedgerState, capture: Capture) -> CaptureStatus:
    left = refundable_amount(ledger, capture).number
    if left == 0:
        return "REFUNDED"
    return "COMPLETED" if left == capture.amount.number else "PARTIALLY_REFUNDED"


def _require_refundable(state: PayPalState, capture: Capture) -> None:
    if capture.status == "PENDING":
        raise error_for_issue("PENDING_CAPTURE")
    if capture.status in ("DECLINED", "FAILED"):
        raise error_for_issue("REFUND_NOT_ALLOWED")
    if capture.status == "REFUNDED":
        raise error_for_issue("CAPTURE_FULLY_REFUNDED")
    if state.now > capture.created_at + timedelta(days=state.behavior.refund_days):
        raise error_for_issue("REFUND_TIME_LIMIT_EXCEEDED")
    made = len(state.ledger.current.refunds_of(capture.id))
    if state.behavior.max_refunds is not None and made >= state.behavior.max_refunds:
        raise error_for_issue("MAX_NUMBER_OF_REFUNDS_EXCEEDED")


def _amount_errors(amount: Money, refundable: Money, state: PayPalState) -> Iterator[ErrorDetail]:
    behavior: Behavior = state.behavior
    wrong = list(money_errors(amount, "/amount", state.config.currencies, behavior))
    yield from wrong
    if amount.number <= 0:
        yield ErrorDetail(issue="CANNOT_BE_ZERO_OR_NEGATIVE", field="/amount/value", value=amount.value)
    elif not wrong and amount.currency_code != refundable.currency_code:
        yield ErrorDetail(
            issue="REFUND_CAPTURE_CURRENCY_MISMATCH", field="/amount/currency_code", value=amount.currency_code
        )
    elif amount.number > refundable.number:
        yield ErrorDetail(issue="REFUND_AMOUNT_EXCEEDED", field="/amount/value", value=amount.value)


def _refund_of(
    state: PayPalState, capture: Capture, amount: Money, request: RefundRequest, status: RefundStatus
) -> Refund:
    return Refund(
        id=state.ids.text(17),
        capture_id=capture.id,
        status=status,
        amount=amount,
        custom_id=request.custom_id or capture.custom_id,
        invoice_id=request.invoice_id or capture.invoice_id,
        note_to_payer=request.note_to_payer,
        finishes_at=state.in_seconds(state.behavior.pending_for_s) if status == "PENDING" else None,
        created_at=state.now,
        updated_at=state.now,
    )
