"""When is the provider asked again?"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from shop_domain.payments.model import PaymentState
from shop_domain.payments.polling_schedule import (
    AWAITING_PAYER_INTERVALS,
    REFUND_INTERVALS,
    UNKNOWN_OUTCOME_INTERVALS,
    intervals_for,
    next_check_at,
    without_answer,
)
from tests.builders import NOW
from tests.unit.payments.payment_builders import a_payment


@pytest.mark.parametrize("intervals", [AWAITING_PAYER_INTERVALS, UNKNOWN_OUTCOME_INTERVALS, REFUND_INTERVALS])
def test_checks_become_rarer_and_are_hourly_in_the_end(intervals):
    waits = [next_check_at(intervals, checks, NOW) - NOW for checks in range(len(intervals) + 3)]
    assert waits == sorted(waits)
    assert waits[: len(intervals)] == [timedelta(seconds=seconds) for seconds in intervals]
    assert set(waits[len(intervals) :]) == {timedelta(hours=1)}


def test_an_unknown_outcome_is_asked_about_sooner_than_a_payer_who_has_not_finished():
    assert intervals_for(PaymentState.AWAITING_PAYER) is AWAITING_PAYER_INTERVALS
    unknown = (PaymentState.STARTING, PaymentState.COMPLETING, PaymentState.PENDING_FUNDS)
    assert {intervals_for(state) for state in unknown} == {UNKNOWN_OUTCOME_INTERVALS}


def test_a_call_without_an_answer_counts_and_is_repeated():
    payment = a_payment(PaymentState.COMPLETING, checks=2)
    assert without_answer(payment, NOW) == replace(
        payment, checks=3, next_check_at=NOW + timedelta(seconds=10), updated_at=NOW
    )
