"""Everything that the shop remembers, as tables in memory."""

from uuid import UUID

from shop_adapters.memory.outbox import StoredEvent
from shop_adapters.memory.tables import MemoryTable, Undo
from shop_adapters.memory.timetable import ScheduledJob
from shop_domain.notifications.model import Delivery


class MemoryState:
    """All tables, with one common way back."""

    def __init__(self) -> None:
        """Start empty."""
        self.undo = Undo()
        self.outbox = MemoryTable[UUID, StoredEvent](self.undo)
        self.requests_done = MemoryTable[UUID, bool](self.undo)
        self.deliveries = MemoryTable[tuple[UUID, str], Delivery](self.undo)
        self.jobs = MemoryTable[str, ScheduledJob](self.undo)
