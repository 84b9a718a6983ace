"""Sessions as they are read, in memory."""

from datetime import datetime

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import BlockSubject
from shop_domain.auth.model import Session, SessionCount, SessionForRequest, SessionId
from shop_domain.auth.session_policy import is_active


class MemorySessionReader(MemoryRepository[MemoryAuthTables]):
    def check(self, session_id: SessionId, subject: BlockSubject) -> SessionForRequest | None:
        session = self._tables.sessions.get(session_id)
        user = self._tables.users.get(session.user_id) if session else None
        if session is None or user is None:
            return None
        return SessionForRequest(
            user_id=user.id,
            email=user.email,
            username=user.username,
            is_active=user.is_active,
            is_staff=user.is_staff,
            role=user.role,
            generation=session.generation,
            pair_used=session.pair_used,
            last_activity=session.last_activity,
            expires_at=session.expires_at,
            is_ended=session.ended_at is not None,
            is_blocked=self._tables.is_blocked(subject),
        )

    def active_of(self, user_id: UserId, now: datetime) -> tuple[Session, ...]:
        active = [session for session in self._of_user(user_id) if is_active(session, now)]
        return tuple(sorted(active, key=lambda s: (s.last_activity, s.created_at, s.id), reverse=True))

    def count(self, user_id: UserId, now: datetime) -> SessionCount:
        theirs = self._of_user(user_id)
        return SessionCount(active=sum(is_active(session, now) for session in theirs), total=len(theirs))

    def _of_user(self, user_id: UserId) -> list[Session]:
        return [session for session in self._tables.sessions if session.user_id == user_id]
