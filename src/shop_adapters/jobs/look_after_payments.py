"""Expire, ask, refund, and act on webhooks that wait: again and again."""

from datetime import timedelta
from typing import Final

from shop_adapters.jobs.timetable import Job
from shop_domain.checkout.service import ReconciliationService

EVERY: Final = timedelta(seconds=3)


def look_after_payments(reconciliation: ReconciliationService) -> Job:
    """Make the job that goes round all that waits for money; a full round is followed by the next at once."""
    return Job(name="look_after_payments", every=EVERY, run=lambda: reconciliation.go_round().has_more)
