"""What is kept of an exchange with a provider?"""

from datetime import datetime

from shop_domain.payments.gateway import GatewayError, Started
from shop_domain.payments.model import Evidence, Payment
from shop_domain.payments.observation import Observation, Outcome, Source

LONGEST_BODY = 100_000


def word_of(payment: Payment, seen: Observation, at: datetime) -> Evidence:
    """Keep what a provider said, with the state that it led to."""
    return _evidence(payment, seen.source, seen.outcome.value, seen.evidence, at)


def beginning_of(payment: Payment, started: Started, at: datetime) -> Evidence:
    """Keep how an attempt began."""
    return _evidence(payment, Source.START, Outcome.WAITING.value, started.evidence, at)


def trouble_with(payment: Payment, trouble: GatewayError, source: Source, at: datetime) -> Evidence:
    """Keep what was exchanged although it led to no result."""
    return _evidence(payment, source, type(trouble).__name__.lower()[:16], trouble.evidence, at)


def _evidence(payment: Payment, source: Source, outcome: str, body: bytes, at: datetime) -> Evidence:
    text = body[:LONGEST_BODY].decode(errors="replace").replace("\0", "")
    return Evidence(payment_id=payment.id, source=source.value, outcome=outcome, state=payment.state, body=text, at=at)
