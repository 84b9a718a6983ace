"""Deliveries that are over, in memory."""

from datetime import datetime
from uuid import UUID

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.notifications.model import Delivery


class MemoryDeliveries:
    def __init__(self, deliveries: MemoryTable[tuple[UUID, str], tuple[datetime, Delivery]]) -> None:
        self._deliveries = deliveries

    def delivered_channels(self, event_id: UUID) -> frozenset[str]:
        return frozenset(delivery.channel for _, delivery in self._deliveries if delivery.event_id == event_id)

    def record(self, delivery: Delivery, now: datetime) -> None:
        key = (delivery.event_id, delivery.channel)
        if key not in self._deliveries:
            self._deliveries.put(key, (now, delivery))

    def delete_before(self, made_before: datetime, limit: int) -> int:
        old = [delivery for made_at, delivery in self._deliveries if made_at < made_before][:limit]
        for delivery in old:
            self._deliveries.remove((delivery.event_id, delivery.channel))
        return len(old)
