"""What does a client see of an attempt?"""

import pytest

from shop_domain.payments.model import PaymentState, PaymentStatus
from shop_domain.payments.observation import PaymentOutcome
from shop_domain.payments.status import STATUS_OF_STATE, status_of
from tests.builders import eur
from tests.unit.payments.payment_builders import a_payment

P, O = PaymentState, PaymentOutcome  # noqa: E741 - as in the table itself


@pytest.mark.parametrize("state", P)
def test_clients_see_a_word_for_every_state(state):
    assert status_of(a_payment(state)) is STATUS_OF_STATE[state]


@pytest.mark.parametrize(
    ("refunded", "status"),
    [(0, PaymentStatus.COMPLETED), (1, PaymentStatus.PARTIALLY_REFUNDED), (1_210, PaymentStatus.REFUNDED)],
)
def test_how_much_went_back_shows(refunded, status):
    assert status_of(a_payment(P.PAID, refunded=eur(refunded))) is status
