"""Sessions."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.state import MemoryDoor
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Visitor
from shop_domain.auth.model import Checked, Session, SessionCount, SessionEnd, SessionId


class MemorySessions:
    """Sessions as they change."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._sessions = door.sessions

    def add(self, session: Session) -> None:
        """Store a new session."""
        self._sessions.put(session.id, session)

    def lock(self, session_id: SessionId) -> Session | None:
        """Read a session; nobody else can change it, since transactions take turns."""
        return self._sessions.get(session_id)

    def rotate(self, session: Session) -> None:
        """Store the session's next pair."""
        self._sessions.put(session.id, session)

    def end(self, ids: Iterable[SessionId], reason: SessionEnd, now: datetime) -> tuple[SessionId, ...]:
        """End those of the sessions that are not over yet, and name them."""
        wanted = set(ids)
        return self._end([session for session in self._sessions if session.id in wanted], reason, now)

    def end_all(
        self, user_id: UserId, reason: SessionEnd, now: datetime, *, keep: SessionId | None
    ) -> tuple[SessionId, ...]:
        """End every session of the user but the one to keep, and name them."""
        theirs = [session for session in self._sessions if session.user_id == user_id and session.id != keep]
        return self._end(theirs, reason, now)

    def _end(self, sessions: Iterable[Session], reason: SessionEnd, now: datetime) -> tuple[SessionId, ...]:
        going_on = [session for session in sessions if session.ended_at is None]
        for session in going_on:
            self._sessions.put(session.id, replace(session, ended_at=now, end_reason=reason))
        return tuple(session.id for session in going_on)


class MemorySessionList:
    """Sessions as they are read."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._door = door

    def check(self, session_id: SessionId, visitor: Visitor) -> Checked | None:
        """Read a session, its user, and whether staff shut the visitor out."""
        session = self._door.sessions.get(session_id)
        user = self._door.users.get(session.user_id) if session else None
        if session is None or user is None:
            return None
        return Checked(
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
            is_shut_out=self._door.shuts_out(visitor),
        )

    def active_of(self, user_id: UserId, now: datetime) -> tuple[Session, ...]:
        """List the sessions of a user that are not over, the latest activity first."""
        active = [session for session in self._theirs(user_id) if _is_alive(session, now)]
        return tuple(sorted(active, key=lambda s: (s.last_activity, s.created_at, s.id), reverse=True))

    def count(self, user_id: UserId, now: datetime) -> SessionCount:
        """Count the active sessions of a user, and all that are remembered."""
        theirs = self._theirs(user_id)
        return SessionCount(active=sum(_is_alive(session, now) for session in theirs), total=len(theirs))

    def _theirs(self, user_id: UserId) -> list[Session]:
        return [session for session in self._door.sessions if session.user_id == user_id]


class MemorySessionUpkeep:
    """What happens to sessions by the way."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._sessions = door.sessions

    def note_activity(self, session_id: SessionId, now: datetime) -> None:
        """Note that the session was in use, unless a later time is noted."""
        session = self._sessions.get(session_id)
        if session is not None and session.ended_at is None and session.last_activity < now:
            self._sessions.put(session_id, replace(session, last_activity=now))

    def note_pair_used(self, session_id: SessionId, generation: int) -> None:
        """Note that the pair of this generation was presented."""
        session = self._sessions.get(session_id)
        if session is not None and session.generation == generation:
            self._sessions.put(session_id, replace(session, pair_used=True))

    def expire(self, now: datetime, limit: int) -> tuple[tuple[UserId, SessionId], ...]:
        """End at most this many sessions whose time has passed, and name them with their users."""
        run_out = [s for s in self._sessions if s.ended_at is None and s.refresh_expires_at <= now][:limit]
        for session in run_out:
            self._sessions.put(session.id, replace(session, ended_at=now, end_reason=SessionEnd.EXPIRED))
        return tuple((session.user_id, session.id) for session in run_out)

    def purge(self, ended_before: datetime, limit: int) -> int:
        """Forget at most this many sessions that ended before, and count them."""
        old = [s.id for s in self._sessions if s.ended_at is not None and s.ended_at < ended_before][:limit]
        for session_id in old:
            self._sessions.remove(session_id)
        return len(old)


def _is_alive(session: Session, now: datetime) -> bool:
    return session.ended_at is None and session.refresh_expires_at > now
