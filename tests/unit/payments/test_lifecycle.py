"""An attempt to pay moves along one table: forward, and never against what is known."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.money import Money
from shop_domain.payments.apply_observation import apply_observation
from shop_domain.payments.gateway import Redirect
from shop_domain.payments.lifecycle import (
    FROM_OUR_CALL_ONLY,
    OPEN_STATES,
    RANK,
    TRANSITIONS,
    UNPAID_FINAL_STATES,
    next_state,
)
from shop_domain.payments.model import PaymentState, PaymentStatus
from shop_domain.payments.observation import ObservationSource, PaymentOutcome
from shop_domain.payments.status import STATUS_OF_STATE, status_of
from tests.builders import NOW, eur
from tests.unit.payments.payment_builders import a_payment, an_observation

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


@pytest.mark.parametrize("state", P)
def test_clients_see_a_word_for_every_state(state):
    assert status_of(a_payment(state)) is STATUS_OF_STATE[state]


@pytest.mark.parametrize(
    ("refunded", "status"),
    [(0, PaymentStatus.COMPLETED), (1, PaymentStatus.PARTIALLY_REFUNDED), (1_210, PaymentStatus.REFUNDED)],
)
def test_how_much_went_back_shows(refunded, status):
    assert status_of(a_payment(P.PAID, refunded=eur(refunded))) is status


OBSERVATIONS = [
    an_observation(O.READY, ObservationSource.WEBHOOK),
    an_observation(O.PENDING_FUNDS, ObservationSource.WEBHOOK),
    an_observation(O.DECLINED, ObservationSource.WEBHOOK),
    an_observation(O.PAID, ObservationSource.WEBHOOK),
    an_observation(O.WAITING, ObservationSource.LOOKUP),
]


@pytest.mark.parametrize("order", [*permutations(OBSERVATIONS)])
def test_the_end_does_not_depend_on_the_order_of_messages(order):
    payment = a_payment()
    for word in order:
        payment = apply_observation(payment, word, NOW)
    assert (payment.state, payment.captured) == (P.PAID, eur(1_210))


@given(st.lists(st.sampled_from(OBSERVATIONS), max_size=12))
def test_a_repeated_message_changes_nothing_more(words):
    payment = a_payment()
    for word in words:
        once = apply_observation(payment, word, NOW)
        twice = apply_observation(once, word, NOW)
        assert (twice.state, twice.captured, twice.completion) == (once.state, once.captured, once.completion)
        payment = once


@pytest.mark.parametrize(
    "wrong",
    [{"paid": eur(1_209)}, {"paid": eur(1_211)}, {"paid": Money(1_210, "USD")}, {"payee": "somebody else"}],
)
def test_money_that_is_not_what_was_asked_for_is_reviewed(wrong):
    payment = apply_observation(a_payment(payee="us"), an_observation(O.PAID, **wrong), NOW)

    assert payment.state is P.REVIEW
    assert payment.captured == wrong.get("paid", eur(1_210))


def test_a_decline_that_can_be_mended_gets_a_new_key_and_the_payer_a_new_address():
    payment = a_payment(P.COMPLETING)
    declined = an_observation(O.PAYER_ACTION, ObservationSource.COMPLETE, payer_url="https://pay.example/again")

    again = apply_observation(payment, declined, NOW)

    assert again.state is P.AWAITING_PAYER
    assert again.completion_key != payment.completion_key
    assert again.action == Redirect(url="https://pay.example/again")


def test_a_payer_who_has_not_approved_keeps_the_key():
    payment = a_payment(P.COMPLETING)
    assert (
        apply_observation(payment, an_observation(O.WAITING, ObservationSource.COMPLETE), NOW).completion_key
        == payment.completion_key
    )


def test_a_reversal_is_flagged_and_stays_paid():
    payment = apply_observation(a_payment(P.PAID), an_observation(O.REVERSED), NOW)
    assert (payment.state, payment.reversed_at) == (P.PAID, NOW)


def test_money_without_an_amount_is_a_bug():
    with pytest.raises(ValueError, match="names its amount"):
        apply_observation(a_payment(), an_observation(O.PAID, paid=None), NOW)
