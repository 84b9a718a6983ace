"""The sessions that somebody has, and the check that every request with a token goes through."""

from collections.abc import Iterable

from shop_domain.auth.blocks import block_subject
from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, Session, SessionCount, SessionEndReason, SessionId
from shop_domain.auth.ports import AccessTokens, AuthTx, RecordActivity
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.session_check import check_session
from shop_domain.auth.session_policy import SessionPolicy, is_active
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy


class SessionService:
    """Sessions, as their users see them."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        read: Begin[AuthTx],
        clock: Clock,
        access_tokens: AccessTokens,
        record_activity: RecordActivity,
        policy: SessionPolicy,
        security_log: SecurityLog,
    ) -> None:
        self._begin, self._read, self._clock, self._access_tokens = begin, read, clock, access_tokens
        self._record_activity, self._security_log = record_activity, security_log
        self.policy = policy

    def check(self, access_token: str, client: ClientInfo) -> AuthenticatedUser:
        """Say who is calling; what was ended before this call began lets nobody in.

        Raises TokenNotValid, NoActiveSession, SessionTerminated or Blocked.
        """
        now = self._clock()
        claims = self._access_tokens.read(access_token, now)
        with self._read() as tx:
            found = tx.session_reader.check(claims.session_id, block_subject(client, now))
        is_newest = found is not None and self._access_tokens.belongs_to(claims, found.generation)
        caller = check_session(claims, found, now, is_newest=is_newest)
        if found is not None and not found.pair_used:
            self._mark_pair_used(claims.session_id, found.generation)
        if found is not None and self.policy.activity_due(found.last_activity, now):
            self._record_activity(claims.session_id, now)
        return caller

    def active(self, caller: AuthenticatedUser) -> tuple[Session, ...]:
        """List the caller's active sessions, the latest activity first."""
        with self._read() as tx:
            return tx.session_reader.active_of(caller.user_id, self._clock())

    def count(self, caller: AuthenticatedUser) -> SessionCount:
        with self._read() as tx:
            return tx.session_reader.count(caller.user_id, self._clock())

    @retry_on_storage_busy
    def deactivate(self, caller: AuthenticatedUser, session_id: SessionId, client: ClientInfo) -> None:
        """End one of the caller's sessions.

        Raises SessionNotFound where it is nobody's, somebody else's, or over, and SessionTerminated where the session
        that asks is over itself.
        """
        now = self._clock()
        with self._begin() as tx:
            self._lock_account(tx, caller)
            session = tx.sessions.lock(session_id)
            if session is None or session.user_id != caller.user_id or not is_active(session, now):
                raise SessionNotFound
            self._log_ended(tx, caller, tx.sessions.end([session_id], SessionEndReason.DEACTIVATED, now), client)

    @retry_on_storage_busy
    def deactivate_others(self, caller: AuthenticatedUser, client: ClientInfo) -> int:
        """End all of the caller's sessions but the one that asks, and count them; raise SessionTerminated."""
        with self._begin() as tx:
            self._lock_account(tx, caller)
            ended = tx.sessions.end_all(
                caller.user_id, SessionEndReason.DEACTIVATED, self._clock(), keep=caller.session_id
            )
            self._log_ended(tx, caller, ended, client)
        return len(ended)

    @retry_on_storage_busy
    def _mark_pair_used(self, session_id: SessionId, generation: int) -> None:
        """Close the grace in which the pair before could be exchanged again, before the request is answered."""
        with self._begin() as tx:
            tx.session_maintenance.mark_pair_used(session_id, generation)

    def _lock_account(self, tx: AuthTx, caller: AuthenticatedUser) -> None:
        """Hold the account first, so that two sessions that end each other do so in turn."""
        tx.users.lock(caller.user_id)
        tx.session_guard.confirm(caller.session_id)

    def _log_ended(self, tx: AuthTx, caller: AuthenticatedUser, ended: Iterable[SessionId], client: ClientInfo) -> None:
        now = self._clock()
        tx.attempt_log.add_session_events(
            *self._security_log.new_session_events(SessionEndReason.DEACTIVATED, ended, caller.user_id, client, now)
        )
