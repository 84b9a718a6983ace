"""Say in the shop's words what PayPal's orders and captures mean."""

from datetime import datetime
from typing import Final

from shop_adapters.payments.paypal.amounts import to_money
from shop_adapters.payments.paypal.documents import Amount, Capture, Order, Refund, Unit
from shop_domain.kernel.money import Money, zero
from shop_domain.payments.gateway import Ambiguous
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome

_OF_ORDER: Final = {
    "APPROVED": PaymentOutcome.READY,
    "VOIDED": PaymentOutcome.EXPIRED,
}
"""Whatever else an order without a capture says, it still waits for the payer."""
_OF_CAPTURE: Final = {
    "COMPLETED": PaymentOutcome.PAID,
    "PARTIALLY_REFUNDED": PaymentOutcome.PAID,
    "REFUNDED": PaymentOutcome.PAID,
    "PENDING": PaymentOutcome.PENDING_FUNDS,
    "DECLINED": PaymentOutcome.DECLINED,
    "FAILED": PaymentOutcome.DECLINED,
}
_PRECEDENCE: Final = {PaymentOutcome.PAID: 2, PaymentOutcome.PENDING_FUNDS: 1}


def outcome_of(capture: Capture) -> PaymentOutcome:
    """Tell what became of the money; a status that is new to us leaves it undecided."""
    return _OF_CAPTURE.get(capture.status, PaymentOutcome.PENDING_FUNDS)


def observe_order(order: Order, source: ObservationSource, provider_log: bytes) -> Observation:
    """Read an order by its capture, and by its own status only where there is none.

    A completed order may hold a declined or a pending capture. Raises Ambiguous where an amount can't be read,
    or a completed order shows no capture.
    """
    if captures := order.unit.payments.captures:
        best = max(captures, key=lambda capture: _PRECEDENCE.get(outcome_of(capture), 0))
        return observe_capture(best, order, source, provider_log)
    if order.status == "COMPLETED":
        raise Ambiguous("the order is completed, but its capture is not shown")
    return Observation(
        outcome=_OF_ORDER.get(order.status, PaymentOutcome.WAITING),
        source=source,
        reference=order.unit.custom_id,
        provider_id=order.id,
        payee=order.unit.payee.merchant_id,
        raw_status=order.status,
        provider_time=parse_time(order.update_time),
        evidence=provider_log,
    )


def observe_capture(capture: Capture, order: Order, source: ObservationSource, provider_log: bytes) -> Observation:
    """Read a capture inside its order; raise Ambiguous where its amount can't be read."""
    outcome = outcome_of(capture)
    paid = require_money(capture.amount) if outcome is PaymentOutcome.PAID else None
    return Observation(
        outcome=outcome,
        source=source,
        reference=capture.custom_id or capture.invoice_id or order.unit.custom_id,
        provider_id=order.id,
        paid=paid,
        refunded=_refunded(capture, order.unit, paid),
        capture_id=capture.id,
        payee=capture.payee.merchant_id or order.unit.payee.merchant_id,
        raw_status=capture.status,
        reason=capture.status_details.reason,
        provider_time=parse_time(capture.update_time or capture.create_time),
        evidence=provider_log,
    )


def require_money(amount: Amount | None) -> Money:
    """Read an amount that decides something; raise Ambiguous where it is missing or unreadable."""
    if amount is None:
        raise Ambiguous("an amount is missing")
    try:
        return to_money(amount)
    except ValueError as error:
        raise Ambiguous(str(error)) from None


def parse_time(text: str | None) -> datetime | None:
    """Read a time that is only kept, never compared."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time if time.tzinfo is not None else None


def _refunded(capture: Capture, unit: Unit, paid: Money | None) -> Money | None:
    if paid is None:
        return None
    if capture.status == "REFUNDED":
        return paid
    given_back = [require_money(refund.amount) for refund in unit.payments.refunds if _is_of(refund, capture)]
    return sum(given_back, zero(paid.currency)) if given_back else None


def _is_of(refund: Refund, capture: Capture) -> bool:
    ups = [link.href for link in refund.links if link.rel == "up"]
    return refund.status == "COMPLETED" and (not ups or any(href.endswith(f"/{capture.id}") for href in ups))
