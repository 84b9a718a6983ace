"""The sessions that somebody has, and the check that every request with a token goes through."""

from collections.abc import Iterable

from shop_domain.auth.blocks import visitor
from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import ClientInfo, Session, SessionCount, SessionEnd, SessionId, SignedIn
from shop_domain.auth.ports import AccessTokens, AuthTx, NoteActivity
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.session_check import signed_in
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried


class SessionService:
    """Sessions, as their users see them."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        read: Begin[AuthTx],
        clock: Clock,
        access_tokens: AccessTokens,
        note_activity: NoteActivity,
        policy: SessionPolicy,
        journal: Journal,
    ) -> None:
        """Read and end sessions in this storage."""
        self._begin, self._read, self._clock, self._access_tokens = begin, read, clock, access_tokens
        self._note_activity, self._journal = note_activity, journal
        self.policy = policy

    def check(self, access_token: str, client: ClientInfo) -> SignedIn:
        """Say who is calling; what was ended before this call began lets nobody in.

        Raises TokenNotValid, NoActiveSession, SessionTerminated or Blocked.
        """
        now = self._clock()
        claims = self._access_tokens.read(access_token, now)
        with self._read() as tx:
            found = tx.session_list.check(claims.session_id, visitor(client, now))
        is_newest = found is not None and self._access_tokens.is_of(claims, found.generation)
        caller = signed_in(claims, found, now, is_newest=is_newest)
        if found is not None and not found.pair_used:
            self._note_pair_used(claims.session_id, found.generation)
        if found is not None and self.policy.activity_due(found.last_activity, now):
            self._note_activity(claims.session_id, now)
        return caller

    def active(self, caller: SignedIn) -> tuple[Session, ...]:
        """List the caller's active sessions, the latest activity first."""
        with self._read() as tx:
            return tx.session_list.active_of(caller.user_id, self._clock())

    def count(self, caller: SignedIn) -> SessionCount:
        """Count the caller's sessions."""
        with self._read() as tx:
            return tx.session_list.count(caller.user_id, self._clock())

    @retried
    def deactivate(self, caller: SignedIn, session_id: SessionId, client: ClientInfo) -> None:
        """End one of the caller's sessions.

        Raises SessionNotFound where it is nobody's, somebody else's, or over, and SessionTerminated where the session
        that asks is over itself.
        """
        now = self._clock()
        with self._begin() as tx:
            self._hold(tx, caller)
            session = tx.sessions.lock(session_id)
            if session is None or session.user_id != caller.user_id or not self.policy.is_alive(session, now):
                raise SessionNotFound
            self._note(tx, caller, tx.sessions.end([session_id], SessionEnd.DEACTIVATED, now), client)

    @retried
    def deactivate_others(self, caller: SignedIn, client: ClientInfo) -> int:
        """End all of the caller's sessions but the one that asks, and count them; raise SessionTerminated."""
        with self._begin() as tx:
            self._hold(tx, caller)
            ended = tx.sessions.end_all(caller.user_id, SessionEnd.DEACTIVATED, self._clock(), keep=caller.session_id)
            self._note(tx, caller, ended, client)
        return len(ended)

    @retried
    def _note_pair_used(self, session_id: SessionId, generation: int) -> None:
        """Close the grace in which the pair before could be exchanged again, before the request is answered."""
        with self._begin() as tx:
            tx.session_upkeep.note_pair_used(session_id, generation)

    def _hold(self, tx: AuthTx, caller: SignedIn) -> None:
        """Hold the account first, so that two sessions that end each other do so in turn."""
        tx.users.lock(caller.user_id)
        tx.session_guard.confirm(caller.session_id)

    def _note(self, tx: AuthTx, caller: SignedIn, ended: Iterable[SessionId], client: ClientInfo) -> None:
        now = self._clock()
        tx.attempts.note(*self._journal.turns(SessionEnd.DEACTIVATED, ended, caller.user_id, client, now))
