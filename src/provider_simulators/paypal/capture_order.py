"""Take the money of an approved order."""

import msgspec

from provider_simulators.paypal.capture_outcome import CAPTURE_STATUSES, PAYER_MUST_ACT, capture_outcome
from provider_simulators.paypal.documents import Link
from provider_simulators.paypal.errors import PayPalError, error_for_issue
from provider_simulators.paypal.money import Money
from provider_simulators.paypal.records import Capture, CaptureStatus, Order
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhook_events import emit_capture_event, emit_order_event

_STATUS: dict[str, CaptureStatus] = {
    "COMPLETED": "COMPLETED",
    "PENDING": "PENDING",
    "DECLINED": "DECLINED",
    "FAILED": "FAILED",
}
_EVENT: dict[str, str] = {
    "COMPLETED": "PAYMENT.CAPTURE.COMPLETED",
    "PENDING": "PAYMENT.CAPTURE.PENDING",
    "DECLINED": "PAYMENT.CAPTURE.DECLINED",
    "FAILED": "PAYMENT.CAPTURE.DECLINED",
}


def require_capturable(state: PayPalState, order: Order) -> None:
    """Raise the refusal of an order that is paid, not approved, or whose invoice was paid before."""
    if order.status == "COMPLETED":
        raise error_for_issue("ORDER_ALREADY_CAPTURED")
    if order.status != "APPROVED":
        raise error_for_issue("ORDER_NOT_APPROVED")
    if state.behavior.block_duplicate_invoices and _is_invoice_paid(state, order):
        raise error_for_issue("DUPLICATE_INVOICE_ID")


def capture_order(state: PayPalState, order: Order) -> None:
    """Take the money, or raise the refusal after writing the attempt down."""
    outcome = capture_outcome(order, order.request.purchase_units[0].amount, state.behavior)
    tried = msgspec.structs.replace(order, capture_attempts=order.capture_attempts + 1, updated_at=state.now)
    if outcome not in CAPTURE_STATUSES:
        raise _capture_error(state, tried, outcome)
    captures = [_capture_of(state, order, n, _STATUS[outcome]) for n in range(len(order.units))]
    done = msgspec.structs.replace(tried, status="COMPLETED")
    state.ledger.record(order.id, done, *captures)
    for made in captures:
        emit_capture_event(state, _EVENT[made.status], made.id)
    if state.behavior.order_completed_event:
        emit_order_event(state, "CHECKOUT.ORDER.COMPLETED", order.id)


def _capture_error(state: PayPalState, order: Order, issue: str) -> PayPalError:
    """Write the failed attempt down; where the payer can help, the order goes back to the payer."""
    if issue not in PAYER_MUST_ACT:
        state.ledger.record(order.id, order)
        return error_for_issue(issue)
    back = msgspec.structs.replace(
        order, status=order.unapproved_status, funding=None, approved_at=None, has_been_declined=True
    )
    state.ledger.record(order.id, back)
    rel = "payer-action" if issue == "PAYER_ACTION_REQUIRED" else "redirect"
    return error_for_issue(issue, Link(state.serializer.checkout_url(order.id), rel))


def _capture_of(state: PayPalState, order: Order, n: int, status: CaptureStatus) -> Capture:
    unit, behavior = order.request.purchase_units[n], state.behavior
    payee = unit.payee.merchant_id if unit.payee else None
    return Capture(
        id=state.ids.text(17),
        order_id=order.id,
        unit=n,
        status=status,
        amount=Money(
            currency_code=behavior.capture_currency or unit.amount.currency_code,
            value=behavior.capture_value or unit.amount.value,
        ),
        payee_id=behavior.capture_payee or payee or state.config.merchant_id,
        custom_id=unit.custom_id,
        invoice_id=unit.invoice_id,
        reason=behavior.capture_reason if status == "PENDING" else None,
        finishes_at=state.in_seconds(behavior.pending_for_s) if status == "PENDING" else None,
        created_at=state.now,
        updated_at=state.now,
    )


def _is_invoice_paid(state: PayPalState, order: Order) -> bool:
    invoices = {unit.invoice_id for unit in order.request.purchase_units if unit.invoice_id}
    paid = {
        taken.invoice_id
        for taken in state.ledger.current.captures.values()
        if taken.status not in ("DECLINED", "FAILED")
    }
    return bool(invoices & paid)
