"""A provider that knows nothing of an attempt tells nothing, until the attempt's time is long over."""

from datetime import timedelta

import pytest

from shop_domain.payments.observation import PaymentOutcome
from shop_domain.payments.unknown_at_provider import GRACE, expire_if_unknown
from tests.builders import NOW
from tests.unit.payments.payment_builders import a_payment, an_observation

LIFE = timedelta(hours=3)


@pytest.mark.parametrize(("after", "outcome"), [(LIFE, PaymentOutcome.UNKNOWN), (LIFE + GRACE, PaymentOutcome.EXPIRED)])
def test_ignorance_means_an_end_only_after_life_and_grace(after, outcome):
    assert expire_if_unknown(an_observation(PaymentOutcome.UNKNOWN), a_payment(), LIFE, NOW + after).outcome is outcome


@pytest.mark.parametrize("outcome", sorted(set(PaymentOutcome) - {PaymentOutcome.UNKNOWN}))
def test_what_a_provider_does_know_stands(outcome):
    assert expire_if_unknown(an_observation(outcome), a_payment(), LIFE, NOW + LIFE * 10).outcome is outcome
