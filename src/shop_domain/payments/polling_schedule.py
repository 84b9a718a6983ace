"""When is the provider asked again?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from shop_domain.payments.model import Payment, PaymentState

AWAITING_PAYER_INTERVALS: Final = (15, 60, 120, 300, 600, 1200, 2400)
"""While the payer is at the provider: soon at first, then ever more slowly, then hourly."""
UNKNOWN_OUTCOME_INTERVALS: Final = (3, 5, 10, 20, 40, 60, 120, 300, 600)
"""While it is not known whether money moved: at once, and often."""
REFUND_INTERVALS: Final = (2, 5, 15, 60, 300, 1800)
HOUR: Final = 3600
WEBHOOK_RETRY: Final = timedelta(seconds=30)
"""A webhook that has not taken effect is processed again then."""


def next_check_at(plan: Sequence[int], checks: int, at: datetime) -> datetime:
    """Tell when to ask again after this many checks; hourly once the plan has run out."""
    seconds = plan[checks] if checks < len(plan) else HOUR
    return at + timedelta(seconds=seconds)


def intervals_for(state: PaymentState) -> Sequence[int]:
    """Give the intervals, in seconds, at which an open attempt is looked up."""
    return AWAITING_PAYER_INTERVALS if state is PaymentState.AWAITING_PAYER else UNKNOWN_OUTCOME_INTERVALS


def without_answer(payment: Payment, now: datetime) -> Payment:
    """Count a call to the provider that gave no answer, and set the time of the next one."""
    soon = next_check_at(intervals_for(payment.state), payment.checks, now)
    return replace(payment, checks=payment.checks + 1, next_check_at=soon, updated_at=now)
