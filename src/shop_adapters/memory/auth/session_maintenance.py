"""What happens to sessions and stale rows by the way, in memory."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_domain.accounts.model import UserId
from shop_domain.accounts.one_time_token import LINK_RETENTION
from shop_domain.auth.limits import LONGEST_WINDOW
from shop_domain.auth.model import SessionEndReason, SessionId


class MemorySessionMaintenance:
    def __init__(self, tables: MemoryAuthTables) -> None:
        self._sessions = tables.sessions

    def record_activity(self, session_id: SessionId, now: datetime) -> None:
        session = self._sessions.get(session_id)
        if session is not None and session.ended_at is None and session.last_activity < now:
            self._sessions.put(session_id, replace(session, last_activity=now))

    def mark_pair_used(self, session_id: SessionId, generation: int) -> None:
        session = self._sessions.get(session_id)
        if session is not None and session.generation == generation:
            self._sessions.put(session_id, replace(session, pair_used=True))

    def expire(self, now: datetime, limit: int) -> tuple[tuple[UserId, SessionId], ...]:
        run_out = [s for s in self._sessions if s.ended_at is None and s.refresh_expires_at <= now][:limit]
        for session in run_out:
            self._sessions.put(session.id, replace(session, ended_at=now, end_reason=SessionEndReason.EXPIRED))
        return tuple((session.user_id, session.id) for session in run_out)

    def purge(self, ended_before: datetime, limit: int) -> int:
        old = [s.id for s in self._sessions if s.ended_at is not None and s.ended_at < ended_before][:limit]
        for session_id in old:
            self._sessions.remove(session_id)
        return len(old)


class MemoryStaleRows(MemoryRepository[MemoryAuthTables]):
    def purge(self, now: datetime, limit: int) -> int:
        spent = [
            t.key
            for t in self._tables.attempt_counters
            if not any(at + LONGEST_WINDOW >= now for at in t.tries.values())
        ]
        links = [link.id for link in self._tables.one_time_tokens if link.expires_at < now - LINK_RETENTION]
        for key in spent[:limit]:
            self._tables.attempt_counters.remove(key)
        for link_id in links[:limit]:
            self._tables.one_time_tokens.remove(link_id)
        return len(spent[:limit]) + len(links[:limit])
