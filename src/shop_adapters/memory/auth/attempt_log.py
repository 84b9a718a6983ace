"""The log of attempts in memory."""

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_domain.auth.attempts import SecurityAttempt, SessionEvent


class MemoryAttemptLog:
    """The log of every try; rows are only ever added."""

    def __init__(self, tables: MemoryAuthTables) -> None:
        """Work on these tables."""
        self._tables = tables

    def add(self, attempt: SecurityAttempt) -> None:
        """Write a try down with the transaction."""
        self._tables.attempts.put(attempt.id, attempt)

    def add_session_events(self, *activities: SessionEvent) -> None:
        """Write turns of sessions down with the transaction."""
        for activity in activities:
            self._tables.session_events.put(activity.id, activity)
