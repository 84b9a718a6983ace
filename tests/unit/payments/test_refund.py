"""What becomes of money that is given back?"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.payments.model import PaymentState, RefundId, RefundState
from shop_domain.payments.observation import RefundObservation, RefundOutcome
from shop_domain.payments.refund import (
    FINAL_STATES,
    REFUND_STATES,
    add_refunded,
    apply_refund_observation,
    full_refund,
    is_refund_due,
    mark_unanswered,
)
from tests.builders import NOW, eur
from tests.unit.payments.payment_builders import a_payment

PAID = a_payment(PaymentState.PAID)
REFUND = full_refund(PAID, RefundId(uuid7()), "cancelled", NOW)
SECOND = timedelta(seconds=1)


@given(st.integers(0, 1_209))
def test_all_that_was_captured_and_not_given_back_yet_goes_back(refunded):
    refund = full_refund(replace(PAID, refunded=eur(refunded)), REFUND.id, "cancelled", NOW)
    assert (refund.amount, refund.state, refund.automatic) == (eur(1_210 - refunded), RefundState.REQUESTED, True)


@pytest.mark.parametrize("payment", [a_payment(), replace(PAID, refunded=eur(1_210))])
def test_nothing_goes_back_where_nothing_is_left(payment):
    with pytest.raises(ValueError, match="nothing was captured"):
        full_refund(payment, REFUND.id, "cancelled", NOW)


@pytest.mark.parametrize("outcome", RefundOutcome)
def test_what_a_provider_says_is_carried_into_a_refund_and_asked_about_again_if_not_final(outcome):
    after = apply_refund_observation(REFUND, RefundObservation(outcome=outcome, provider_refund_id="R9"), NOW)
    assert (after.state, after.provider_refund_id, after.tries) == (REFUND_STATES[outcome], "R9", 1)
    assert after.next_try_at == NOW + 2 * SECOND


def test_a_provider_that_leaves_out_its_id_does_not_take_it_away():
    known = replace(REFUND, provider_refund_id="R9")
    assert (
        apply_refund_observation(known, RefundObservation(outcome=RefundOutcome.DONE), NOW).provider_refund_id == "R9"
    )


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
@pytest.mark.parametrize("outcome", RefundOutcome)
def test_a_refund_that_has_ended_stays_as_it_ended(state, outcome):
    ended = replace(REFUND, state=state)
    assert apply_refund_observation(ended, RefundObservation(outcome=outcome), NOW) is ended


@pytest.mark.parametrize(("repeatable", "state"), [(True, RefundState.REQUESTED), (False, RefundState.UNKNOWN)])
def test_a_call_without_an_answer_is_repeated_only_where_that_can_not_pay_twice(repeatable, state):
    after = mark_unanswered(replace(REFUND, tries=1), repeatable=repeatable, at=NOW)
    assert (after.state, after.tries, after.next_try_at) == (state, 2, NOW + 5 * SECOND)


@pytest.mark.parametrize("state", RefundState)
def test_a_refund_is_due_at_its_time_until_it_has_ended(state):
    refund = replace(REFUND, state=state, next_try_at=NOW)
    assert is_refund_due(refund, NOW) == (state not in FINAL_STATES)
    assert not is_refund_due(refund, NOW - SECOND)


def test_what_went_back_adds_up():
    assert add_refunded(add_refunded(PAID, eur(200), NOW), eur(10), NOW).refunded == eur(210)
