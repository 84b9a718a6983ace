"""The log of attempts in memory."""

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_domain.auth.attempts import SecurityAttempt, SessionEvent


class MemoryAttemptLog:
    def __init__(self, tables: MemoryAuthTables) -> None:
        self._tables = tables

    def add(self, attempt: SecurityAttempt) -> None:
        self._tables.attempts.put(attempt.id, attempt)

    def add_session_events(self, *activities: SessionEvent) -> None:
        for activity in activities:
            self._tables.session_events.put(activity.id, activity)
