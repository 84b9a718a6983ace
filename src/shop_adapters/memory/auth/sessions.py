"""Sessions."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_domain.accounts.model import UserId
from shop_domain.auth.model import Session, SessionEndReason, SessionId


class MemorySessions:
    def __init__(self, tables: MemoryAuthTables) -> None:
        self._sessions = tables.sessions

    def add(self, session: Session) -> None:
        self._sessions.put(session.id, session)

    def lock(self, session_id: SessionId) -> Session | None:
        """Read a session; nobody else can change it, since transactions take turns."""
        return self._sessions.get(session_id)

    def rotate(self, session: Session) -> None:
        self._sessions.put(session.id, session)

    def end(self, ids: Iterable[SessionId], reason: SessionEndReason, now: datetime) -> tuple[SessionId, ...]:
        wanted = set(ids)
        return self._end([session for session in self._sessions if session.id in wanted], reason, now)

    def end_all(
        self, user_id: UserId, reason: SessionEndReason, now: datetime, *, keep: SessionId | None
    ) -> tuple[SessionId, ...]:
        theirs = [session for session in self._sessions if session.user_id == user_id and session.id != keep]
        return self._end(theirs, reason, now)

    def _end(self, sessions: Iterable[Session], reason: SessionEndReason, now: datetime) -> tuple[SessionId, ...]:
        going_on = [session for session in sessions if session.ended_at is None]
        for session in going_on:
            self._sessions.put(session.id, replace(session, ended_at=now, end_reason=reason))
        return tuple(session.id for session in going_on)
