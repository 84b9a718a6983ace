"""What becomes of a refund?"""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.kernel.money import Money
from shop_domain.payments.model import Payment, Refund, RefundId, RefundState
from shop_domain.payments.observation import RefundObservation, RefundOutcome
from shop_domain.payments.polling_schedule import REFUND_INTERVALS, next_check_at

REFUND_STATES = {
    RefundOutcome.DONE: RefundState.DONE,
    RefundOutcome.PENDING: RefundState.PENDING,
    RefundOutcome.FAILED: RefundState.FAILED,
    RefundOutcome.CANNOT_TELL: RefundState.UNKNOWN,
}
FINAL_STATES = frozenset({RefundState.DONE, RefundState.FAILED})


def full_refund(payment: Payment, refund_id: RefundId, reason: str, at: datetime) -> Refund:
    """Request all that was captured and not refunded yet; raise ValueError where there is nothing."""
    if payment.captured is None or payment.captured.minor <= payment.refunded.minor:
        msg = "nothing was captured that could go back"
        raise ValueError(msg)
    return Refund(
        id=refund_id,
        payment_id=payment.id,
        amount=payment.captured - payment.refunded,
        state=RefundState.REQUESTED,
        automatic=True,
        reason=reason,
        next_try_at=at,
        created_at=at,
        updated_at=at,
    )


def is_refund_due(refund: Refund, now: datetime) -> bool:
    """Tell whether a refund is to be sent, or looked up at its provider."""
    return refund.state not in FINAL_STATES and refund.next_try_at <= now


def apply_refund_observation(refund: Refund, observation: RefundObservation, at: datetime) -> Refund:
    """Apply what the provider says to a refund; one that has ended stays as it is."""
    if refund.state in FINAL_STATES:
        return refund
    return replace(
        refund,
        state=REFUND_STATES[observation.outcome],
        provider_refund_id=observation.provider_refund_id or refund.provider_refund_id,
        tries=refund.tries + 1,
        next_try_at=next_check_at(REFUND_INTERVALS, refund.tries, at),
        updated_at=at,
    )


def mark_unanswered(refund: Refund, *, repeatable: bool, at: datetime) -> Refund:
    """Record a call without an answer: the refund is sent again only where its key makes that safe."""
    return replace(
        refund,
        state=RefundState.REQUESTED if repeatable else RefundState.UNKNOWN,
        tries=refund.tries + 1,
        next_try_at=next_check_at(REFUND_INTERVALS, refund.tries, at),
        updated_at=at,
    )


def add_refunded(payment: Payment, amount: Money, at: datetime) -> Payment:
    """Add a refunded amount."""
    return replace(payment, refunded=payment.refunded + amount, updated_at=at)
