"""All repositories on one transaction in memory; each context sees the slice that its ports name."""

from functools import cached_property

from shop_adapters.memory.deliveries import MemoryDeliveries
from shop_adapters.memory.event_queue import MemoryEventQueue
from shop_adapters.memory.once_only import MemoryOnceOnly
from shop_adapters.memory.outbox import MemoryOutbox
from shop_adapters.memory.state import MemoryState
from shop_adapters.memory.timetable import MemoryTimetable


class MemoryTx:
    """One transaction with every repository made when it is first asked for."""

    def __init__(self, state: MemoryState) -> None:
        """Work on this state."""
        self._state = state

    @cached_property
    def outbox(self) -> MemoryOutbox:
        """Events that leave with the transaction."""
        return MemoryOutbox(self._state.outbox)

    @cached_property
    def requests(self) -> MemoryOnceOnly:
        """Requests whose effect is already in."""
        return MemoryOnceOnly(self._state.requests_done)

    @cached_property
    def event_queue(self) -> MemoryEventQueue:
        """Stored events on their way to the subscribers."""
        return MemoryEventQueue(self._state.outbox)

    @cached_property
    def deliveries(self) -> MemoryDeliveries:
        """Deliveries that are over."""
        return MemoryDeliveries(self._state.deliveries)

    @cached_property
    def timetable(self) -> MemoryTimetable:
        """When each recurring job runs next."""
        return MemoryTimetable(self._state.jobs)
