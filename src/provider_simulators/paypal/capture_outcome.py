"""What becomes of a capture: the behavior decides, or else the cents of the amount."""

from provider_simulators.paypal.config import Behavior
from provider_simulators.paypal.money import Money
from provider_simulators.paypal.records import Order

CAPTURE_STATUSES = ("COMPLETED", "PENDING", "DECLINED", "FAILED")
PAYER_MUST_ACT = ("INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING")
"""Refusals after which the payer may approve the same order again."""


def capture_outcome(order: Order, amount: Money, behavior: Behavior) -> str:
    """Return the status of the new capture, or the code of the refusal."""
    if order.capture_attempts >= behavior.max_capture_attempts:
        return "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"
    if order.funding == "declined":
        return "INSTRUMENT_DECLINED"
    if behavior.capture_outcome != "by_amount":
        return behavior.capture_outcome
    return _by_amount(order, amount)


def pending_result(amount: Money, behavior: Behavior) -> str:
    """Return how a pending capture ends."""
    by_amount = behavior.capture_outcome == "by_amount"
    return "DENIED" if by_amount and amount.cents == "03" else behavior.pending_ends


def _by_amount(order: Order, amount: Money) -> str:
    match amount.cents:
        case "01" if not order.has_been_declined:
            return "INSTRUMENT_DECLINED"
        case "02" | "03":
            return "PENDING"
        case "04":
            return "DECLINED"
        case _:
            return "COMPLETED"
