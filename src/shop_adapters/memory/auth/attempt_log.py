"""The log of attempts in memory."""

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_domain.auth.attempts import SecurityAttempt, SessionEvent


class MemoryAttemptLog(MemoryRepository[MemoryAuthTables]):
    def add(self, attempt: SecurityAttempt) -> None:
        self._tables.attempts.put(attempt.id, attempt)

    def add_session_events(self, *activities: SessionEvent) -> None:
        for activity in activities:
            self._tables.session_events.put(activity.id, activity)
