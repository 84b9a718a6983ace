"""A provider that knows nothing of an attempt tells nothing, until the attempt's time is long over."""

from datetime import timedelta

import pytest

from shop_domain.payments.forgotten import GRACE, forgotten
from shop_domain.payments.observation import Outcome
from tests.builders import NOW
from tests.unit.payments.a_payment import a_payment, seen

LIFE = timedelta(hours=3)


@pytest.mark.parametrize(("after", "outcome"), [(LIFE, Outcome.UNKNOWN), (LIFE + GRACE, Outcome.EXPIRED)])
def test_ignorance_means_an_end_only_after_life_and_grace(after, outcome):
    assert forgotten(seen(Outcome.UNKNOWN), a_payment(), LIFE, NOW + after).outcome is outcome


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.UNKNOWN}))
def test_what_a_provider_does_know_stands(outcome):
    assert forgotten(seen(outcome), a_payment(), LIFE, NOW + LIFE * 10).outcome is outcome
