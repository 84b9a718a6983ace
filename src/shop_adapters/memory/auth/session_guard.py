"""A session held for a write, in memory."""

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionId


class MemorySessionGuard(MemoryRepository[MemoryAuthTables]):
    def confirm(self, session_id: SessionId) -> None:
        """Raise SessionTerminated where the session is over."""
        session = self._tables.sessions.get(session_id)
        if session is None or session.ended_at is not None:
            raise SessionTerminated
