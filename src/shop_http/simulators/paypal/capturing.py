"""Take the money of an approved order."""

import msgspec

from shop_http.simulators.paypal.capture_outcome import CAPTURED, TO_THE_PAYER, capture_outcome
from shop_http.simulators.paypal.documents import Link
from shop_http.simulators.paypal.money import Money
from shop_http.simulators.paypal.problems import Problem, refusal
from shop_http.simulators.paypal.records import Capture, CaptureStatus, Order
from shop_http.simulators.paypal.telling import tell_of_capture, tell_of_order
from shop_http.simulators.paypal.world import PayPalWorld

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


def may_capture(world: PayPalWorld, order: Order) -> None:
    """Raise the refusal of an order that is paid, not approved, or whose invoice was paid before."""
    if order.status == "COMPLETED":
        raise refusal("ORDER_ALREADY_CAPTURED")
    if order.status != "APPROVED":
        raise refusal("ORDER_NOT_APPROVED")
    if world.knobs.block_duplicate_invoices and _is_invoice_paid(world, order):
        raise refusal("DUPLICATE_INVOICE_ID")


def capture(world: PayPalWorld, order: Order) -> None:
    """Take the money, or raise the refusal after writing the attempt down."""
    outcome = capture_outcome(order, order.wish.purchase_units[0].amount, world.knobs)
    tried = msgspec.structs.replace(order, capture_attempts=order.capture_attempts + 1, updated_at=world.now)
    if outcome not in CAPTURED:
        raise _refused(world, tried, outcome)
    captures = [_capture_of(world, order, n, _STATUS[outcome]) for n in range(len(order.units))]
    done = msgspec.structs.replace(tried, status="COMPLETED")
    world.ledger.record(order.id, done, *captures)
    for made in captures:
        tell_of_capture(world, _EVENT[made.status], made.id)
    if world.knobs.order_completed_event:
        tell_of_order(world, "CHECKOUT.ORDER.COMPLETED", order.id)


def _refused(world: PayPalWorld, order: Order, issue: str) -> Problem:
    """Write the failed attempt down; where the payer can help, the order goes back to the payer."""
    if issue not in TO_THE_PAYER:
        world.ledger.record(order.id, order)
        return refusal(issue)
    back = msgspec.structs.replace(
        order, status=order.unapproved_status, funding=None, approved_at=None, has_been_declined=True
    )
    world.ledger.record(order.id, back)
    rel = "payer-action" if issue == "PAYER_ACTION_REQUIRED" else "redirect"
    return refusal(issue, Link(world.documents.checkout_url(order.id), rel))


def _capture_of(world: PayPalWorld, order: Order, n: int, status: CaptureStatus) -> Capture:
    unit, knobs = order.wish.purchase_units[n], world.knobs
    payee = unit.payee.merchant_id if unit.payee else None
    return Capture(
        id=world.ids.text(17),
        order_id=order.id,
        unit=n,
        status=status,
        amount=Money(
            currency_code=knobs.capture_currency or unit.amount.currency_code,
            value=knobs.capture_value or unit.amount.value,
        ),
        payee_id=knobs.capture_payee or payee or world.config.merchant_id,
        custom_id=unit.custom_id,
        invoice_id=unit.invoice_id,
        reason=knobs.capture_reason if status == "PENDING" else None,
        settles_at=world.in_seconds(knobs.pending_for_s) if status == "PENDING" else None,
        created_at=world.now,
        updated_at=world.now,
    )


def _is_invoice_paid(world: PayPalWorld, order: Order) -> bool:
    invoices = {unit.invoice_id for unit in order.wish.purchase_units if unit.invoice_id}
    paid = {
        taken.invoice_id for taken in world.ledger.books.captures.values() if taken.status not in ("DECLINED", "FAILED")
    }
    return bool(invoices & paid)
