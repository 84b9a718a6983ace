"""Give money of a capture back."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from shop_http.simulators.paypal.amount_rules import money_flaws
from shop_http.simulators.paypal.config import Knobs
from shop_http.simulators.paypal.ledger import Books
from shop_http.simulators.paypal.money import Money, total, written
from shop_http.simulators.paypal.problems import Flaw, Problem, refusal
from shop_http.simulators.paypal.records import Capture, CaptureStatus, Refund, RefundStatus
from shop_http.simulators.paypal.telling import tell_of_refund
from shop_http.simulators.paypal.world import PayPalWorld

_STATUS: dict[str, RefundStatus] = {
    "COMPLETED": "COMPLETED",
    "PENDING": "PENDING",
    "FAILED": "FAILED",
    "CANCELLED": "CANCELLED",
}
EVENT: dict[str, str] = {
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


def refund(world: PayPalWorld, capture: Capture, wish: RefundRequest) -> Refund:
    """Give the money back; raise the refusal of what may not be refunded."""
    _refuse_unrefundable(world, capture)
    left = left_of(world.ledger.books, capture)
    amount = wish.amount or written(left.number, left.currency_code)
    if flaws := tuple(_amount_flaws(amount, left, world)):
        raise Problem(422, *flaws)
    outcome = world.knobs.refund_outcome
    if outcome not in _STATUS:
        raise refusal(outcome)
    made = _refund_of(world, capture, amount, wish, _STATUS[outcome])
    enter(world, made)
    return made


def left_of(books: Books, capture: Capture) -> Money:
    """Return what was not given back yet."""
    gone = total(other.amount for other in books.refunds_of(capture.id) if other.counts)
    return written(capture.amount.number - gone, capture.amount.currency_code)


def enter(world: PayPalWorld, made: Refund) -> None:
    """Write a refund down in its present state, with what it means for the capture, and tell of it."""
    books = world.ledger.books.with_records(made)
    capture, order = books.captures[made.capture_id], books.order_of(made.capture_id)
    world.ledger.record(
        order.id,
        made,
        msgspec.structs.replace(capture, status=_status_after(books, capture), updated_at=world.now),
        msgspec.structs.replace(order, updated_at=world.now),
    )
    tell_of_refund(world, "PAYMENT.CAPTURE.REVERSED" if made.is_reversal else EVENT[made.status], made.id)


def _status_after(books: Books, capture: Capture) -> CaptureStatus:
    left = left_of(books, capture).number
    if left == 0:
        return "REFUNDED"
    return "COMPLETED" if left == capture.amount.number else "PARTIALLY_REFUNDED"


def _refuse_unrefundable(world: PayPalWorld, capture: Capture) -> None:
    if capture.status == "PENDING":
        raise refusal("PENDING_CAPTURE")
    if capture.status in ("DECLINED", "FAILED"):
        raise refusal("REFUND_NOT_ALLOWED")
    if capture.status == "REFUNDED":
        raise refusal("CAPTURE_FULLY_REFUNDED")
    if world.now > capture.created_at + timedelta(days=world.knobs.refund_days):
        raise refusal("REFUND_TIME_LIMIT_EXCEEDED")
    made = len(world.ledger.books.refunds_of(capture.id))
    if world.knobs.max_refunds is not None and made >= world.knobs.max_refunds:
        raise refusal("MAX_NUMBER_OF_REFUNDS_EXCEEDED")


def _amount_flaws(amount: Money, left: Money, world: PayPalWorld) -> Iterator[Flaw]:
    knobs: Knobs = world.knobs
    wrong = list(money_flaws(amount, "/amount", world.config.currencies, knobs))
    yield from wrong
    if amount.number <= 0:
        yield Flaw(issue="CANNOT_BE_ZERO_OR_NEGATIVE", field="/amount/value", value=amount.value)
    elif not wrong and amount.currency_code != left.currency_code:
        yield Flaw(issue="REFUND_CAPTURE_CURRENCY_MISMATCH", field="/amount/currency_code", value=amount.currency_code)
    elif amount.number > left.number:
        yield Flaw(issue="REFUND_AMOUNT_EXCEEDED", field="/amount/value", value=amount.value)


def _refund_of(
    world: PayPalWorld, capture: Capture, amount: Money, wish: RefundRequest, status: RefundStatus
) -> Refund:
    return Refund(
        id=world.ids.text(17),
        capture_id=capture.id,
        status=status,
        amount=amount,
        custom_id=wish.custom_id or capture.custom_id,
        invoice_id=wish.invoice_id or capture.invoice_id,
        note_to_payer=wish.note_to_payer,
        settles_at=world.in_seconds(world.knobs.pending_for_s) if status == "PENDING" else None,
        created_at=world.now,
        updated_at=world.now,
    )
