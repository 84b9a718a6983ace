"""What is kept of an exchange with a provider?"""

import pytest

from shop_domain.payments.gateway import Ambiguous, GatewayError, Misconfigured, Redirect, Started
from shop_domain.payments.model import PaymentState
from shop_domain.payments.observation import ObservationSource, PaymentOutcome
from shop_domain.payments.provider_log import MAX_BODY_LENGTH, log_error, log_observation, log_start
from tests.builders import NOW, eur
from tests.unit.payments.payment_builders import a_payment, an_observation


def test_an_observation_is_kept_with_the_state_that_it_led_to():
    payment = a_payment(PaymentState.PAID)
    seen = an_observation(PaymentOutcome.PAID, ObservationSource.WEBHOOK, evidence=b'{"id": 1}')
    entry = log_observation(payment, seen, NOW)
    assert (entry.payment_id, entry.source, entry.outcome) == (payment.id, "notification", "paid")
    assert (entry.state, entry.body, entry.at) == (PaymentState.PAID, '{"id": 1}', NOW)


def test_a_start_and_an_error_are_kept_as_what_they_are():
    answer = Started(provider_id="P1", action=Redirect(url="https://x"), expected=eur(1), evidence=b"started")
    started = log_start(a_payment(), answer, NOW)
    assert (started.source, started.outcome, started.body) == ("start", "waiting", "started")
    error = Ambiguous("timed out")
    error.evidence = b"cut off"
    failed = log_error(a_payment(), error, ObservationSource.COMPLETE, NOW)
    assert (failed.source, failed.outcome, failed.body) == ("complete", "ambiguous", "cut off")


class AVeryLongNameOfAnError(GatewayError):
    """Longer than its column."""


@pytest.mark.parametrize("error", [Misconfigured(), AVeryLongNameOfAnError()])
def test_the_name_of_an_error_fits_its_column(error):
    assert 0 < len(log_error(a_payment(), error, ObservationSource.LOOKUP, NOW).outcome) <= 16


def test_a_body_is_cut_and_holds_nothing_that_a_text_column_refuses():
    seen = an_observation(PaymentOutcome.WAITING, evidence=b"a\0b\xff" + b"x" * MAX_BODY_LENGTH)
    body = log_observation(a_payment(), seen, NOW).body
    assert body.startswith("ab\N{REPLACEMENT CHARACTER}xx")
    assert len(body) <= MAX_BODY_LENGTH
