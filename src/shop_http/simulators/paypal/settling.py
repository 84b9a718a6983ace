"""What the clock brings: expiry, reversal of approvals, and the end of what was pending."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from shop_http.simulators.paypal.capture_outcome import pending_end
from shop_http.simulators.paypal.documents import JsonObject
from shop_http.simulators.paypal.records import Capture, CaptureStatus, Order, Refund, RefundStatus
from shop_http.simulators.paypal.refunding import enter
from shop_http.simulators.paypal.telling import tell, tell_of_capture
from shop_http.simulators.paypal.world import PayPalWorld


def settle_what_is_due(world: PayPalWorld) -> None:
    """Let everything happen whose time has come."""
    books, now = world.ledger.books, world.now
    for order in books.orders.values():
        if (ends := expiry_of(world, order)) and ends <= now:
            expire(world, order)
    for capture in books.captures.values():
        if capture.settles_at and capture.settles_at <= now:
            settle_capture(world, capture, pending_end(capture.amount, world.knobs))
    for refund in books.refunds.values():
        if refund.settles_at and refund.settles_at <= now:
            settle_refund(world, refund, world.knobs.refund_pending_ends)


def next_change(world: PayPalWorld) -> datetime | None:
    """Tell when the clock will next change something."""
    return min(_coming(world), default=None)


def _coming(world: PayPalWorld) -> Iterator[datetime]:
    books = world.ledger.books
    for order in books.orders.values():
        if ends := expiry_of(world, order):
            yield ends
    for record in (*books.captures.values(), *books.refunds.values()):
        if record.settles_at:
            yield record.settles_at


def expiry_of(world: PayPalWorld, order: Order) -> datetime | None:
    """Tell when an order ends by itself: some hours for the payer, then some for the shop."""
    if order.waits_for_payer:
        return order.created_at + timedelta(seconds=world.knobs.payer_window_s)
    if order.status == "APPROVED" and order.approved_at:
        return order.approved_at + timedelta(seconds=world.knobs.capture_window_s)
    return None


def expire(world: PayPalWorld, order: Order) -> None:
    """End an order; if it was approved, say that the approval is lost."""
    world.ledger.record(order.id, msgspec.structs.replace(order, status="VOIDED", updated_at=world.now))
    if order.status == "APPROVED":
        lost: JsonObject = {"order_id": order.id, "purchase_units": list(order.units)}
        tell(world, "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "checkout-order", lost)


def settle_capture(world: PayPalWorld, capture: Capture, end: str) -> None:
    """End a pending capture: COMPLETED, or DENIED and so declined."""
    status: CaptureStatus = "COMPLETED" if end == "COMPLETED" else "DECLINED"
    settled = msgspec.structs.replace(capture, status=status, reason=None, settles_at=None, updated_at=world.now)
    order = world.ledger.books.orders[capture.order_id]
    world.ledger.record(order.id, settled, msgspec.structs.replace(order, updated_at=world.now))
    tell_of_capture(world, f"PAYMENT.CAPTURE.{end}", capture.id)


def settle_refund(world: PayPalWorld, refund: Refund, end: RefundStatus) -> None:
    """End a pending refund."""
    enter(world, msgspec.structs.replace(refund, status=end, settles_at=None, updated_at=world.now))


def reverse(world: PayPalWorld, capture: Capture) -> None:
    """Take the money back from the merchant, as after a chargeback."""
    taken = Refund(
        id=world.ids.text(17),
        capture_id=capture.id,
        status="COMPLETED",
        amount=capture.amount,
        custom_id=capture.custom_id,
        invoice_id=capture.invoice_id,
        created_at=world.now,
        updated_at=world.now,
        is_reversal=True,
    )
    enter(world, taken)
