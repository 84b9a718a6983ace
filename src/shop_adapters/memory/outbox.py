"""Events kept in memory until the relay has delivered them."""

from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from shop_adapters.memory.tables import MemoryTable
from shop_domain.kernel.events import Event


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that waits for, or has had, its delivery."""

    event_id: UUID
    event: Event
    delivered: bool = False


class MemoryOutbox:
    """Events that leave with the transaction."""

    def __init__(self, events: MemoryTable[UUID, StoredEvent]) -> None:
        """Write to this table."""
        self._events = events

    def add(self, *events: Event) -> None:
        """Store the events with the transaction."""
        for event in events:
            stored = StoredEvent(event_id=uuid7(), event=event)
            self._events.put(stored.event_id, stored)
