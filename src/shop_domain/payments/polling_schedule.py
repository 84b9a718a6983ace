"""When is the provider asked again?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

AWAITING_PAYER_INTERVALS: Final = (15, 60, 120, 300, 600, 1200, 2400)
"""While the payer is at the provider: soon at first, then ever more slowly, then hourly."""
UNKNOWN_OUTCOME_INTERVALS: Final = (3, 5, 10, 20, 40, 60, 120, 300, 600)
"""While nobody knows whether money moved: at once, and often."""
REFUND_INTERVALS: Final = (2, 5, 15, 60, 300, 1800)
HOUR: Final = 3600


def next_check_at(plan: Sequence[int], checks: int, at: datetime) -> datetime:
    """Tell when to ask again after this many checks; hourly once the plan has run out."""
    seconds = plan[checks] if checks < len(plan) else HOUR
    return at + timedelta(seconds=seconds)
