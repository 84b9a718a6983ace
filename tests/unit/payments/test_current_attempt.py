"""Which of an order's attempts to pay counts?"""

from itertools import permutations

import pytest

from shop_domain.payments.current_attempt import current_attempt, latest_attempt
from shop_domain.payments.model import PaymentState
from tests.unit.payments.payment_builders import a_payment

P = PaymentState


@pytest.mark.parametrize(
    ("states", "current"),
    [
        ((P.PAID, P.AWAITING_PAYER, P.EXPIRED), 1),
        ((P.PENDING_FUNDS, P.PAID), 0),
        ((P.PAID, P.EXPIRED, P.REVIEW), 0),
        ((P.EXPIRED, P.DECLINED), 1),
    ],
)
def test_the_money_depends_on_the_open_attempt_else_the_paid_one_else_the_latest(states, current):
    attempts = [a_payment(state) for state in states]
    assert {current_attempt(order) for order in permutations(attempts)} == {attempts[current]}
    assert {latest_attempt(order) for order in permutations(attempts)} == {attempts[-1]}


def test_an_order_without_attempts_has_none():
    assert (latest_attempt(()), current_attempt(())) == (None, None)
