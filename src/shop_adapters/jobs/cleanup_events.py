"""Forget events that were delivered long ago; they may name people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, Protocol

from shop_domain.kernel.ports import Begin, Clock, EventQueue
from shop_domain.notifications.ports import Deliveries

RETENTION: Final = timedelta(days=30)
BATCH_SIZE: Final = 500


class CleanupTx(Protocol):
    """The part of a transaction that is cleaned up."""

    @property
    def event_queue(self) -> EventQueue: ...
    @property
    def deliveries(self) -> Deliveries: ...


def cleanup_events(begin: Begin[CleanupTx], clock: Clock) -> Callable[[], bool]:
    """Make the job; what was given up is kept, for people to look at."""

    def run() -> bool:
        now = clock()
        with begin() as tx:
            events = tx.event_queue.delete_delivered(now - RETENTION, BATCH_SIZE)
            # A note outlives its event, so that an event that comes late once more is still known.
            notes = tx.deliveries.delete_before(now - 2 * RETENTION, BATCH_SIZE)
        return max(events, notes) == BATCH_SIZE

    return run
