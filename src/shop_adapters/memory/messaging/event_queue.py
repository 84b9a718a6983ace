"""Stored events on their way to the subscribers, in memory."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_adapters.memory.messaging.outbox import StoredEvent
from shop_domain.kernel.ports import LeasedEvent


class MemoryEventQueue:
    def __init__(self, events: MemoryTable[UUID, StoredEvent]) -> None:
        """Work on this table; it keeps the order in which events were added."""
        self._events = events

    def any_due(self, now: datetime) -> bool:
        return next(self._due(now), None) is not None

    def lease(self, now: datetime, until: datetime, limit: int) -> tuple[LeasedEvent, ...]:
        taken = [
            replace(stored, leased_until=until, tries=stored.tries + 1) for stored in islice(self._due(now), limit)
        ]
        for stored in taken:
            self._events.put(stored.event_id, stored)
        return tuple(map(_leased, taken))

    def mark_delivered(self, event_id: UUID, now: datetime) -> None:
        self._change(event_id, delivered_at=now, given_up_at=None)

    def postpone(self, event_id: UUID, due_at: datetime, error: str) -> None:
        self._change(event_id, due_at=due_at, last_error=error)

    def give_up(self, event_id: UUID, now: datetime, error: str) -> None:
        self._change(event_id, given_up_at=now, last_error=error)

    def delete_delivered(self, delivered_before: datetime, limit: int) -> int:
        old = [stored for stored in self._events if stored.delivered_at and stored.delivered_at < delivered_before]
        for stored in old[:limit]:
            self._events.remove(stored.event_id)
        return len(old[:limit])

    def _due(self, now: datetime) -> Iterator[StoredEvent]:
        seen = set[str]()
        for stored in self._events:
            if stored.waits and stored.event.ordering_key not in seen:
                seen.add(stored.event.ordering_key)
                if stored.is_due(now):
                    yield stored

    def _change(self, event_id: UUID, **changes: Any) -> None:  # noqa: ANN401 - fields of the stored event
        stored = self._events.get(event_id)
        if stored is not None and stored.delivered_at is None:
            self._events.put(event_id, replace(stored, leased_until=None, **changes))


def _leased(stored: StoredEvent) -> LeasedEvent:
    return LeasedEvent(
        event_id=stored.event_id,
        kind=type(stored.event).__name__,
        ordering_key=stored.event.ordering_key,
        body=msgspec.to_builtins(stored.event),
        tries=stored.tries,
    )
