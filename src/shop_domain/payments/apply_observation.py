"""What becomes of an attempt by what a provider reports?"""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.payments.gateway import Redirect
from shop_domain.payments.lifecycle import OPEN_STATES, next_state
from shop_domain.payments.model import Payment, PaymentState
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome
from shop_domain.payments.polling_schedule import intervals_for, next_check_at


def apply_observation(payment: Payment, seen: Observation, at: datetime) -> Payment:
    """Apply an observation to the attempt; a stale one changes nothing but the time of the next check.

    Money that does not match what was asked for (amount, currency or payee) ends in REVIEW instead of PAID.
    """
    state = next_state(payment.state, seen.outcome, from_our_call=seen.source is ObservationSource.COMPLETE)
    if state is PaymentState.PAID and payment.state is not PaymentState.PAID:
        return _with_money(payment, seen, at)
    if seen.outcome is PaymentOutcome.REVERSED and payment.state is PaymentState.PAID:
        return replace(payment, reversed_at=payment.reversed_at or at, updated_at=at, reason=seen.reason or "reversed")
    if state is payment.state:
        return _checked_again(payment, seen, at)
    return replace(_moved(payment, seen, state, at), busy_until=None, updated_at=at)


def matches_expected(payment: Payment, seen: Observation) -> bool:
    """Tell whether the money that moved is the money that was asked for."""
    is_payee = payment.payee is None or seen.payee is None or payment.payee == seen.payee
    return seen.paid == payment.expected and is_payee


def _with_money(payment: Payment, seen: Observation, at: datetime) -> Payment:
    if seen.paid is None:
        msg = "a paid observation names its amount"
        raise ValueError(msg)
    matches = matches_expected(payment, seen)
    return replace(
        payment,
        state=PaymentState.PAID if matches else PaymentState.REVIEW,
        captured=seen.paid,
        capture_id=seen.capture_id,
        refunded=replace(seen.paid, minor=0),
        reason=""
        if matches
        else f"asked for {payment.expected} {payment.expected.currency}, got {seen.paid} {seen.paid.currency}",
        busy_until=None,
        updated_at=at,
    )


def _moved(payment: Payment, seen: Observation, state: PaymentState, at: datetime) -> Payment:
    if state is PaymentState.AWAITING_PAYER:
        return _back_to_payer(payment, seen, at)
    soon = next_check_at(intervals_for(state), 0, at)
    return replace(payment, state=state, reason=seen.reason or seen.raw_status, checks=0, next_check_at=soon)


def _back_to_payer(payment: Payment, seen: Observation, at: datetime) -> Payment:
    """Send the payer back; after a decline the next completion has a new key, or the old answer would come again."""
    declined = seen.outcome is PaymentOutcome.PAYER_ACTION
    return replace(
        payment,
        state=PaymentState.AWAITING_PAYER,
        action=Redirect(url=seen.payer_url) if seen.payer_url else payment.action,
        completion=payment.completion + declined,
        reason=seen.reason,
        checks=0,
        next_check_at=next_check_at(intervals_for(PaymentState.AWAITING_PAYER), 0, at),
    )


def _checked_again(payment: Payment, seen: Observation, at: datetime) -> Payment:
    if payment.state not in OPEN_STATES or seen.source is ObservationSource.WEBHOOK:
        return payment
    checks = payment.checks + 1
    later = next_check_at(intervals_for(payment.state), checks, at)
    return replace(payment, checks=checks, next_check_at=later, busy_until=None)
