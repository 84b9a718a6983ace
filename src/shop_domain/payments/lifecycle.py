"""What may an attempt to pay do next: after each outcome that a provider reports, and by each move of the shop?"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec.structs import replace

from shop_domain.payments.gateway import Started
from shop_domain.payments.model import Payment, PaymentState
from shop_domain.payments.observation import PaymentOutcome
from shop_domain.payments.polling_schedule import intervals_for, next_check_at


class PaymentMove(StrEnum):
    """What the shop itself does with an attempt."""

    START = "start"
    """The provider is ready for the payer."""
    FAIL_START = "fail_start"
    CLAIM = "claim"
    """One caller takes it over, to complete it at the provider."""
    CANCEL = "cancel"
    EXPIRE = "expire"


P, O, M = PaymentState, PaymentOutcome, PaymentMove  # noqa: E741 - the tables read best with one letter a side
RANK: Final[Mapping[PaymentState, int]] = {
    P.STARTING: 1,
    P.AWAITING_PAYER: 2,
    P.COMPLETING: 3,
    P.PENDING_FUNDS: 4,
    P.DECLINED: 5,
    P.CANCELLED: 5,
    P.EXPIRED: 5,
    P.FAILED: 5,
    P.REVIEW: 6,
    P.PAID: 7,
}
"""What is known of an attempt only grows: no message from outside lowers the rank."""

OPEN_STATES: Final = frozenset({P.STARTING, P.AWAITING_PAYER, P.COMPLETING, P.PENDING_FUNDS})
"""States in which the order still waits for its money."""
UNPAID_FINAL_STATES: Final = frozenset({P.DECLINED, P.CANCELLED, P.EXPIRED, P.FAILED})
"""States in which the order gives everything back."""
BEFORE_COMPLETION: Final = frozenset({P.STARTING, P.AWAITING_PAYER})
"""States in which it is certain that no money has moved."""
IN_PROGRESS: Final = OPEN_STATES - BEFORE_COMPLETION
"""States in which only the provider knows whether money moves."""

TRANSITIONS: Final[Mapping[tuple[PaymentState, PaymentOutcome], PaymentState]] = {
    **{(state, O.PAID): P.PAID for state in (*OPEN_STATES, *UNPAID_FINAL_STATES)},
    **{(state, O.PENDING_FUNDS): P.PENDING_FUNDS for state in (P.STARTING, P.AWAITING_PAYER, P.COMPLETING)},
    **{(state, O.DECLINED): P.DECLINED for state in (P.AWAITING_PAYER, P.COMPLETING, P.PENDING_FUNDS)},
    **{(state, O.EXPIRED): P.EXPIRED for state in (P.AWAITING_PAYER, P.COMPLETING)},
    (P.AWAITING_PAYER, O.CANCELLED): P.CANCELLED,
    (P.AWAITING_PAYER, O.PAYER_ACTION): P.AWAITING_PAYER,
    (P.COMPLETING, O.PAYER_ACTION): P.AWAITING_PAYER,
    (P.COMPLETING, O.WAITING): P.AWAITING_PAYER,
    (P.PAID, O.REVERSED): P.PAID,
}
"""Every transition by a reported outcome. Only the answer to our own completion turns COMPLETING back."""
MOVES: Final[Mapping[tuple[PaymentState, PaymentMove], PaymentState]] = {
    (P.STARTING, M.START): P.AWAITING_PAYER,
    (P.STARTING, M.FAIL_START): P.FAILED,
    (P.AWAITING_PAYER, M.CLAIM): P.COMPLETING,
    (P.COMPLETING, M.CLAIM): P.COMPLETING,
    **{(state, M.CANCEL): P.CANCELLED for state in BEFORE_COMPLETION},
    **{(state, M.EXPIRE): P.EXPIRED for state in BEFORE_COMPLETION},
}
"""Every transition by a move of the shop."""

FROM_OUR_CALL_ONLY: Final = frozenset({(P.COMPLETING, O.PAYER_ACTION), (P.COMPLETING, O.WAITING)})


def next_state(state: PaymentState, outcome: PaymentOutcome, *, from_our_call: bool) -> PaymentState:
    """Tell where a state goes when a provider reports this outcome; a stale or early one leaves it where it is."""
    if (state, outcome) in FROM_OUR_CALL_ONLY and not from_our_call:
        return state
    return TRANSITIONS.get((state, outcome), state)


def is_expired(payment: Payment, now: datetime) -> bool:
    """Tell whether the time to pay is over, and no money has moved."""
    return payment.state in BEFORE_COMPLETION and payment.expires_at <= now


def is_due(payment: Payment, now: datetime) -> bool:
    """Tell whether an open attempt is to be looked up at its provider."""
    return payment.state in OPEN_STATES and payment.next_check_at <= now


def started(payment: Payment, answer: Started, now: datetime) -> Payment:
    """Let the payer act on what the provider answered; ValueError where the attempt was started before."""
    state = MOVES.get((payment.state, M.START))
    if state is None:
        msg = f"a payment that is {payment.state} can't be started"
        raise ValueError(msg)
    return replace(
        payment,
        state=state,
        provider_id=answer.provider_id,
        action=answer.action,
        expected=answer.expected,
        payee=answer.payee,
        next_check_at=next_check_at(intervals_for(state), 0, now),
        updated_at=now,
    )


def start_failed(payment: Payment, reason: str, now: datetime) -> Payment:
    """Fail an attempt that could not be started; one that has moved on stays as it is."""
    return _ended(payment, M.FAIL_START, now, reason)


def cancelled(payment: Payment, now: datetime) -> Payment:
    """Cancel an attempt; one whose money may be moving stays as it is."""
    return _ended(payment, M.CANCEL, now, payment.reason)


def expired(payment: Payment, now: datetime) -> Payment:
    """Expire an attempt whose time to pay is over; one whose money may be moving stays as it is."""
    return _ended(payment, M.EXPIRE, now, payment.reason) if is_expired(payment, now) else payment


def claimed(payment: Payment, busy_until: datetime, now: datetime) -> Payment | None:
    """Claim an attempt for its completion; None unless it may be completed and no other claim is in force."""
    state = MOVES.get((payment.state, M.CLAIM))
    if payment.state is P.AWAITING_PAYER:
        is_free = payment.expires_at > now
    else:
        is_free = payment.busy_until is None or payment.busy_until <= now
    if state is None or not is_free:
        return None
    return replace(payment, state=state, busy_until=busy_until, next_check_at=busy_until, updated_at=now)


def _ended(payment: Payment, move: PaymentMove, now: datetime, reason: str) -> Payment:
    state = MOVES.get((payment.state, move))
    return payment if state is None else replace(payment, state=state, reason=reason, updated_at=now)
