"""An attempt to pay moves along one table: forward, and never against what is known."""

from datetime import timedelta
from itertools import product

import pytest
from msgspec.structs import replace

from shop_domain.payments.gateway import Redirect, Started
from shop_domain.payments.lifecycle import (
    BEFORE_COMPLETION,
    FROM_OUR_CALL_ONLY,
    IN_PROGRESS,
    MOVES,
    OPEN_STATES,
    RANK,
    TRANSITIONS,
    UNPAID_FINAL_STATES,
    cancelled,
    claimed,
    expired,
    is_due,
    is_expired,
    next_state,
    start_failed,
    started,
)
from shop_domain.payments.model import PaymentState
from shop_domain.payments.observation import PaymentOutcome
from tests.builders import NOW, eur
from tests.unit.payments.payment_builders import a_payment

P, O = PaymentState, PaymentOutcome  # noqa: E741 - as in the table itself


@pytest.mark.parametrize(("state", "outcome", "own_call"), [*product(P, O, [True, False])])
def test_only_the_answer_to_our_own_call_lowers_the_rank(state, outcome, own_call):
    after = next_state(state, outcome, from_our_call=own_call)

    if RANK[after] < RANK[state]:
        assert own_call
        assert (state, outcome) in FROM_OUR_CALL_ONLY


@pytest.mark.parametrize("outcome", O)
def test_nothing_leaves_paid(outcome):
    assert next_state(P.PAID, outcome, from_our_call=True) is P.PAID


@pytest.mark.parametrize("outcome", O)
def test_no_message_leaves_review(outcome):
    assert next_state(P.REVIEW, outcome, from_our_call=True) is P.REVIEW


@pytest.mark.parametrize("state", sorted({*OPEN_STATES, *UNPAID_FINAL_STATES}))
def test_money_is_never_overlooked(state):
    assert next_state(state, O.PAID, from_our_call=False) is P.PAID


@pytest.mark.parametrize("state", sorted(UNPAID_FINAL_STATES))
@pytest.mark.parametrize("outcome", sorted(set(O) - {O.PAID}))
def test_an_ended_attempt_is_only_woken_by_money(state, outcome):
    assert next_state(state, outcome, from_our_call=True) is state


def test_the_table_names_no_move_of_paid_but_its_reversal():
    assert [outcome for state, outcome in TRANSITIONS if state is P.PAID] == [O.REVERSED]


SECOND = timedelta(seconds=1)
ENDS = {P.CANCELLED: cancelled, P.EXPIRED: expired, P.FAILED: lambda payment, now: start_failed(payment, "down", now)}


def test_no_move_of_the_shop_lowers_the_rank():
    assert all(RANK[after] >= RANK[state] for (state, _), after in MOVES.items())


@pytest.mark.parametrize("state", P)
@pytest.mark.parametrize("end", ENDS)
def test_the_shop_ends_an_attempt_only_while_no_money_can_have_moved(state, end):
    payment = a_payment(state, expires_at=NOW)
    ended = ENDS[end](payment, NOW + SECOND)
    allowed = {P.STARTING} if end is P.FAILED else BEFORE_COMPLETION
    if state in allowed:
        reason = "down" if end is P.FAILED else payment.reason
        assert ended == replace(payment, state=end, reason=reason, updated_at=NOW + SECOND)
    else:
        assert ended is payment


def test_an_attempt_expires_when_its_time_is_over_and_not_before():
    payment = a_payment(expires_at=NOW)
    assert [is_expired(payment, at) for at in (NOW - SECOND, NOW)] == [False, True]
    assert expired(payment, NOW - SECOND) is payment
    assert not any(is_expired(a_payment(state, expires_at=NOW), NOW) for state in set(P) - BEFORE_COMPLETION)


@pytest.mark.parametrize("state", P)
def test_open_attempts_are_due_when_their_next_check_is(state):
    payment = a_payment(state, next_check_at=NOW)
    assert is_due(payment, NOW) == (state in OPEN_STATES)
    assert not is_due(payment, NOW - SECOND)


def test_a_started_attempt_waits_for_its_payer_as_the_provider_said():
    answer = Started(provider_id="P9", action=Redirect(url="https://pay.example/P9"), expected=eur(1), payee="us")
    payment = a_payment(P.STARTING, provider_id=None, action=None)
    assert started(payment, answer, NOW) == replace(
        payment,
        state=P.AWAITING_PAYER,
        provider_id="P9",
        action=answer.action,
        expected=eur(1),
        payee="us",
        next_check_at=NOW + timedelta(seconds=15),
        updated_at=NOW,
    )


@pytest.mark.parametrize("state", sorted(set(P) - {P.STARTING}))
def test_nothing_is_started_twice(state):
    answer = Started(provider_id="P9", action=Redirect(url="https://pay.example/P9"), expected=eur(1))
    with pytest.raises(ValueError, match="can't be started"):
        started(a_payment(state), answer, NOW)


@pytest.mark.parametrize(
    ("given", "may_claim"),
    [
        ({"state": P.AWAITING_PAYER, "expires_at": NOW + SECOND}, True),
        ({"state": P.AWAITING_PAYER, "expires_at": NOW}, False),
        ({"state": P.COMPLETING, "busy_until": None}, True),
        ({"state": P.COMPLETING, "busy_until": NOW}, True),
        ({"state": P.COMPLETING, "busy_until": NOW + SECOND}, False),
        *(({"state": state}, False) for state in set(P) - {P.AWAITING_PAYER, P.COMPLETING}),
    ],
)
def test_one_caller_at_a_time_completes_an_attempt_that_can_be_completed(given, may_claim):
    payment = a_payment(**given)
    until = NOW + 25 * SECOND
    assert claimed(payment, until, NOW) == (
        replace(payment, state=P.COMPLETING, busy_until=until, next_check_at=until, updated_at=NOW)
        if may_claim
        else None
    )


def test_an_open_attempt_is_either_certainly_unpaid_or_in_progress():
    assert BEFORE_COMPLETION | IN_PROGRESS == OPEN_STATES
    assert not BEFORE_COMPLETION & IN_PROGRESS
