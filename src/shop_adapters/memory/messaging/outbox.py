"""Events kept in memory until the relay has delivered them."""

from datetime import datetime
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.kernel.events import Event


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that waits for, or has had, its delivery."""

    event_id: UUID
    event: Event
    due_at: datetime
    leased_until: datetime | None = None
    tries: int = 0
    delivered_at: datetime | None = None
    given_up_at: datetime | None = None
    last_error: str | None = None

    @property
    def waits(self) -> bool:
        """Tell whether it is neither delivered nor given up."""
        return self.delivered_at is None and self.given_up_at is None

    def is_due(self, now: datetime) -> bool:
        """Tell whether a relay may take it, as far as it alone decides."""
        return self.waits and self.due_at <= now and (self.leased_until is None or self.leased_until <= now)


class MemoryOutbox:
    def __init__(self, events: MemoryTable[UUID, StoredEvent]) -> None:
        self._events = events

    def add(self, *events: Event) -> None:
        for event in events:
            stored = StoredEvent(event_id=uuid7(), event=event, due_at=event.at)
            self._events.put(stored.event_id, stored)
