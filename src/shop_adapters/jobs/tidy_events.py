"""Forget events that were delivered long ago; they may name people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, Protocol

from shop_domain.kernel.ports import Begin, Clock, EventQueue
from shop_domain.notifications.ports import Deliveries

KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 500


class TidyTx(Protocol):
    """The part of a transaction that is tidied."""

    @property
    def event_queue(self) -> EventQueue: ...
    @property
    def deliveries(self) -> Deliveries: ...


def tidy_events(begin: Begin[TidyTx], clock: Clock) -> Callable[[], bool]:
    """Make the job; what was given up is kept, for people to look at."""

    def run() -> bool:
        now = clock()
        with begin() as tx:
            events = tx.event_queue.forget(now - KEPT, AT_ONCE)
            # A note outlives its event, so that an event that comes late once more is still known.
            notes = tx.deliveries.forget(now - 2 * KEPT, AT_ONCE)
        return max(events, notes) == AT_ONCE

    return run
