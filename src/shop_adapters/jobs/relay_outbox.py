"""Deliver stored events: at least once, in order for each thing, whatever fails."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final, Protocol, TypeAlias
from uuid import UUID

import structlog

from shop_adapters.composition.log_redaction import redact_text
from shop_adapters.jobs.decode_event import decode_event
from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import Begin, Clock, EventQueue, LeasedEvent
from shop_domain.notifications.delivery_retry import DeliveryRetryPolicy

CONCURRENCY: Final = 4
"""Deliveries that run side by side; those of one lease are about different things, so their order is free."""
LEASE: Final = timedelta(seconds=40)
"""Longer than the slowest delivery takes, and short enough that a crashed relay's events are not late."""

Subscriber: TypeAlias = Callable[[UUID, Event], None]
"""Take an event in; it may come again, with the same id, so do nothing twice."""
Jitter: TypeAlias = Callable[[], float]
"""Give a number from 0 up to 1, to spread pauses."""

log: Final = structlog.get_logger("shop.relay")


class RelayTx(Protocol):
    """The part of a transaction that the relay uses."""

    @property
    def event_queue(self) -> EventQueue: ...


class OutboxRelay:
    """Hands each stored event to every subscriber, and tries again where one fails."""

    def __init__(
        self,
        *,
        begin: Begin[RelayTx],
        read: Begin[RelayTx],
        clock: Clock,
        jitter: Jitter,
        subscribers: Sequence[Subscriber],
        retry: DeliveryRetryPolicy,
    ) -> None:
        """Deliver to these subscribers; any number of relays may do so at once."""
        self._begin, self._read, self._clock, self._jitter = begin, read, clock, jitter
        self._subscribers, self._retry = subscribers, retry

    def deliver_due(self) -> int:
        """Deliver one round of events that are due, and count them; 0 means that there is nothing to do now."""
        leased = self._lease()
        if len(leased) == 1:
            self._deliver(leased[0])
        elif leased:
            with ThreadPoolExecutor(CONCURRENCY, thread_name_prefix="shop-relay") as pool:
                tuple(pool.map(self._deliver, leased))
        return len(leased)

    def _lease(self) -> tuple[LeasedEvent, ...]:
        now = self._clock()
        with self._read() as tx:
            if not tx.event_queue.any_due(now):
                return ()
        with self._begin() as tx:
            return tx.event_queue.lease(now, now + LEASE, CONCURRENCY)

    def _deliver(self, leased: LeasedEvent) -> None:
        try:
            event = decode_event(leased)
            for subscriber in self._subscribers:
                subscriber(leased.event_id, event)
        except Exception as error:  # noqa: BLE001 - whatever a subscriber raises, the event is kept
            self._failed(leased, error)
            return
        with self._begin() as tx:
            tx.event_queue.mark_delivered(leased.event_id, self._clock())

    def _failed(self, leased: LeasedEvent, error: Exception) -> None:
        reason = redact_text(f"{type(error).__name__}: {error}")
        about = {"event_id": str(leased.event_id), "event_kind": leased.kind, "tries": leased.tries, "reason": reason}
        pause = self._retry.delay_after(leased.tries, self._jitter())
        with self._begin() as tx:
            if pause is None:
                log.error("event given up", **about)
                tx.event_queue.give_up(leased.event_id, self._clock(), reason)
            else:
                log.warning("event postponed", **about, seconds=round(pause.total_seconds(), 1))
                tx.event_queue.postpone(leased.event_id, self._clock() + pause, reason)
