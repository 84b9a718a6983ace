"""What the clock brings: expiry, reversal of approvals, and the end of what was pending."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from provider_simulators.paypal.capture_outcome import pending_result
from provider_simulators.paypal.documents import JsonObject
from provider_simulators.paypal.records import Capture, CaptureStatus, Order, Refund, RefundStatus
from provider_simulators.paypal.refund_capture import record_refund
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhook_events import emit_capture_event, emit_event


def apply_due_changes(state: PayPalState) -> None:
    """Let everything happen whose time has come."""
    books, now = state.ledger.current, state.now
    for order in books.orders.values():
        if (ends := expires_at(state, order)) and ends <= now:
            expire_order(state, order)
    for capture in books.captures.values():
        if capture.finishes_at and capture.finishes_at <= now:
            finish_capture(state, capture, pending_result(capture.amount, state.behavior))
    for refund in books.refunds.values():
        if refund.finishes_at and refund.finishes_at <= now:
            finish_refund(state, refund, state.behavior.refund_pending_ends)


def next_change_at(state: PayPalState) -> datetime | None:
    """Tell when the clock will next change something."""
    return min(_due_changes(state), default=None)


def _due_changes(state: PayPalState) -> Iterator[datetime]:
    books = state.ledger.current
    for order in books.orders.values():
        if ends := expires_at(state, order):
            yield ends
    for record in (*books.captures.values(), *books.refunds.values()):
        if record.finishes_at:
            yield record.finishes_at


def expires_at(state: PayPalState, order: Order) -> datetime | None:
    """Tell when an order ends by itself: some hours for the payer, then some for the shop."""
    if order.waits_for_payer:
        return order.created_at + timedelta(seconds=state.behavior.payer_window_s)
    if order.status == "APPROVED" and order.approved_at:
        return order.approved_at + timedelta(seconds=state.behavior.capture_window_s)
    return None


def expire_order(state: PayPalState, order: Order) -> None:
    """End an order; if it was approved, say that the approval is lost."""
    state.ledger.record(order.id, msgspec.structs.replace(order, status="VOIDED", updated_at=state.now))
    if order.status == "APPROVED":
        lost: JsonObject = {"order_id": order.id, "purchase_units": list(order.units)}
        emit_event(state, "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "checkout-order", lost)


def finish_capture(state: PayPalState, capture: Capture, end: str) -> None:
    """End a pending capture: COMPLETED, or DENIED and so declined."""
    status: CaptureStatus = "COMPLETED" if end == "COMPLETED" else "DECLINED"
    settled = msgspec.structs.replace(capture, status=status, reason=None, finishes_at=None, updated_at=state.now)
    order = state.ledger.current.orders[capture.order_id]
    state.ledger.record(order.id, settled, msgspec.structs.replace(order, updated_at=state.now))
    emit_capture_event(state, f"PAYMENT.CAPTURE.{end}", capture.id)


def finish_refund(state: PayPalState, refund: Refund, end: RefundStatus) -> None:
    """End a pending refund."""
    record_refund(state, msgspec.structs.replace(refund, status=end, finishes_at=None, updated_at=state.now))


def reverse_capture(state: PayPalState, capture: Capture) -> None:
    """Take the money back from the merchant, as after a chargeback."""
    taken = Refund(
        id=state.ids.text(17),
        capture_id=capture.id,
        status="COMPLETED",
        amount=capture.amount,
        custom_id=capture.custom_id,
        invoice_id=capture.invoice_id,
        created_at=state.now,
        updated_at=state.now,
        is_reversal=True,
    )
    record_refund(state, taken)
