"""Requests that were carried out."""

from uuid import UUID

from shop_adapters.memory.engine.tables import MemoryTable


class MemoryProcessedRequests:
    def __init__(self, done: MemoryTable[UUID, bool]) -> None:
        self._done = done

    def mark_processed(self, request_id: UUID) -> bool:
        if request_id in self._done:
            return False
        self._done.put(key=request_id, value=True)
        return True

    def delete_before(self, request_id: UUID) -> int:
        marked = self._done.keys()
        old = [done for done in marked if done < request_id]
        for done in old:
            self._done.remove(done)
        return len(old)
