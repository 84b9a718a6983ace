"""What becomes of an attempt by what a provider reports?"""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.money import Money
from shop_domain.payments.apply_observation import apply_observation
from shop_domain.payments.gateway import Redirect
from shop_domain.payments.model import PaymentState
from shop_domain.payments.observation import ObservationSource, PaymentOutcome
from tests.builders import NOW, eur
from tests.unit.payments.payment_builders import a_payment, an_observation

P, O = PaymentState, PaymentOutcome  # noqa: E741 - as in the table itself


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
