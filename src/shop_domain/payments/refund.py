"""What becomes of money that we give back?"""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.kernel.money import Money
from shop_domain.payments.model import Payment, Refund, RefundId, RefundState
from shop_domain.payments.observation import RefundObservation, RefundOutcome
from shop_domain.payments.poll_plan import REFUND_SECONDS, next_check

REFUND_STATES = {
    RefundOutcome.DONE: RefundState.DONE,
    RefundOutcome.PENDING: RefundState.PENDING,
    RefundOutcome.FAILED: RefundState.FAILED,
    RefundOutcome.CANNOT_TELL: RefundState.UNKNOWN,
}
ENDED = frozenset({RefundState.DONE, RefundState.FAILED})


def whole_refund(payment: Payment, refund_id: RefundId, reason: str, at: datetime) -> Refund:
    """Give back all that was captured and not given back yet; raise ValueError where nothing was."""
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


def refund_seen(refund: Refund, seen: RefundObservation, at: datetime) -> Refund:
    """Carry what the provider says into a refund; an ended one stays as it ended."""
    if refund.state in ENDED:
        return refund
    return replace(
        refund,
        state=REFUND_STATES[seen.outcome],
        provider_refund_id=seen.provider_refund_id or refund.provider_refund_id,
        tries=refund.tries + 1,
        next_try_at=next_check(REFUND_SECONDS, refund.tries, at),
        updated_at=at,
    )


def refund_unanswered(refund: Refund, *, repeatable: bool, at: datetime) -> Refund:
    """Keep a refund whose call gave no answer: it is sent again only where the provider knows its key."""
    return replace(
        refund,
        state=RefundState.REQUESTED if repeatable else RefundState.UNKNOWN,
        tries=refund.tries + 1,
        next_try_at=next_check(REFUND_SECONDS, refund.tries, at),
        updated_at=at,
    )


def with_refund(payment: Payment, amount: Money, at: datetime) -> Payment:
    """Note that this much went back."""
    return replace(payment, refunded=payment.refunded + amount, updated_at=at)
