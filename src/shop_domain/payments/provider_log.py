"""What is logged of an exchange with a provider?"""

from datetime import datetime

from shop_domain.payments.gateway import GatewayError, Started
from shop_domain.payments.model import Payment, ProviderLogEntry
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome

MAX_BODY_LENGTH = 100_000


def log_observation(payment: Payment, seen: Observation, at: datetime) -> ProviderLogEntry:
    """Log what a provider reported, with the state that it led to."""
    return _entry(payment, seen.source, seen.outcome.value, seen.evidence, at)


def log_start(payment: Payment, started: Started, at: datetime) -> ProviderLogEntry:
    """Log the start of an attempt."""
    return _entry(payment, ObservationSource.START, PaymentOutcome.WAITING.value, started.evidence, at)


def log_error(payment: Payment, error: GatewayError, source: ObservationSource, at: datetime) -> ProviderLogEntry:
    """Log an exchange that led to no result."""
    return _entry(payment, source, type(error).__name__.lower()[:16], error.evidence, at)


def _entry(payment: Payment, source: ObservationSource, outcome: str, body: bytes, at: datetime) -> ProviderLogEntry:
    text = body[:MAX_BODY_LENGTH].decode(errors="replace").replace("\0", "")
    return ProviderLogEntry(
        payment_id=payment.id, source=source.value, outcome=outcome, state=payment.state, body=text, at=at
    )
