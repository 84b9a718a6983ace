"""When has an attempt expired that its provider does not know?"""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from shop_domain.payments.model import Payment
from shop_domain.payments.observation import Observation, PaymentOutcome

GRACE: Final = timedelta(hours=1)


def expire_if_unknown(seen: Observation, payment: Payment, life: timedelta, now: datetime) -> Observation:
    """Take UNKNOWN for EXPIRED once the attempt's life and a grace period are over; before that it means nothing."""
    over = now >= payment.created_at + life + GRACE
    return replace(seen, outcome=PaymentOutcome.EXPIRED) if seen.outcome is PaymentOutcome.UNKNOWN and over else seen
