"""Staff watch the door: who tried what, who is in, and what staff themselves did."""

from datetime import datetime, timedelta
from typing import Final

from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import ClientInfo, Session, SessionEnd, SessionId, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.staff_actions import StaffAction, StaffActionFilter
from shop_domain.auth.staff_permissions import Permission, require
from shop_domain.auth.watch import AttemptFilter, DoorStats, SessionFilter
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried

SPAN: Final = timedelta(days=30)


class WatchService:
    """What staff with the permission see of the door, and the one thing that they do about it at once."""

    def __init__(self, *, begin: Begin[AuthTx], read: Begin[AuthTx], clock: Clock, journal: Journal) -> None:
        """Watch this storage."""
        self._begin, self._read, self._clock, self._journal = begin, read, clock, journal

    def attempts(self, caller: SignedIn, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        """List tries, the newest first; raise NotPermitted."""
        require(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.watch.attempts(wanted, page)

    def sessions(self, caller: SignedIn, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        """List everybody's sessions, the newest first; raise NotPermitted."""
        require(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.watch.sessions(wanted, page)

    def staff_actions(self, caller: SignedIn, wanted: StaffActionFilter, page: PageRequest) -> Page[StaffAction]:
        """List what staff did, the newest first; raise NotPermitted."""
        require(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.watch.staff_actions(wanted, page)

    def stats(self, caller: SignedIn, since: datetime | None) -> DoorStats:
        """Count what happened at the door, in the last thirty days where no moment is given; raise NotPermitted."""
        require(caller, Permission.SECURITY)
        now = self._clock()
        with self._read() as tx:
            return tx.watch.stats(since or now - SPAN, now)

    def now(self) -> datetime:
        """Tell the time that lists are made for."""
        return self._clock()

    @retried
    def end_session(self, caller: SignedIn, session_id: SessionId, client: ClientInfo) -> None:
        """End anybody's session; raise SessionNotFound where it is not going on, or NotPermitted."""
        now = self._clock()
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller), Permission.SECURITY)
            session = tx.sessions.lock(session_id)
            if session is None or session.ended_at is not None:
                raise SessionNotFound
            ended = tx.sessions.end([session_id], SessionEnd.ENDED_BY_STAFF, now)
            tx.attempts.note(*self._journal.turns(SessionEnd.ENDED_BY_STAFF, ended, session.user_id, client, now))
            subject, details = f"session:{session_id}", {"user": str(session.user_id)}
            tx.staff_actions.add(self._journal.staff_action(caller, "end_session", subject, details, client, now))
