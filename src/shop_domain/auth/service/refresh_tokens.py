"""Renew a session's tokens, and sign out."""

from datetime import datetime
from hmac import compare_digest
from typing import Final

from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.attempts import AttemptType, truncate_user_agent
from shop_domain.auth.blocks import block_subject
from shop_domain.auth.errors import NoActiveSession, TokenNotValid, TokenReused
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, Session, SessionEndReason, SessionId, TokenPair
from shop_domain.auth.ports import AccessTokens, AuthTx, RefreshTokens
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.token_rotation import RotationDecision, decide_rotation, refresh_rejection, rotate
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy

ERRORS: Final[dict[RotationDecision, type[ShopError]]] = {
    RotationDecision.REUSED: TokenReused,
    RotationDecision.EXPIRED: TokenNotValid,
    RotationDecision.UNKNOWN: TokenNotValid,
}


class TokenService:
    """Keeps sessions going, and ends them when their users leave."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        access_tokens: AccessTokens,
        refresh_tokens: RefreshTokens,
        policy: SessionPolicy,
        security_log: SecurityLog,
    ) -> None:
        self._begin, self._clock, self._policy, self._security_log = begin, clock, policy, security_log
        self._access_tokens, self._refresh_tokens = access_tokens, refresh_tokens

    @retry_on_storage_busy
    def refresh(self, token: str, client: ClientInfo) -> TokenPair:
        """Exchange a refresh token for the next pair, or for the same pair again where its answer was lost.

        Raises TokenNotValid, TokenReused (which ends the session), SessionTerminated, NoActiveSession or Blocked.
        """
        now, client = self._clock(), _truncated(client)
        with self._begin() as tx:
            session, refusal = self._renew(tx, token, client, now)
            owner = session.user_id if session else None
            tx.attempt_log.add(
                self._security_log.new_attempt(AttemptType.REFRESH, client, now, error=refusal, user_id=owner)
            )
        if session is None or refusal is not None:
            raise refusal or TokenNotValid()
        return self._pair(session)

    def logout(self, token: str, client: ClientInfo, caller: AuthenticatedUser | None) -> None:
        """End the session that the refresh token is of; nothing happens where it is over, or is not the caller's."""
        session_id = self._session_to_end(token, caller)
        if session_id is not None:
            self._log_out(session_id, client)

    @retry_on_storage_busy
    def _log_out(self, session_id: SessionId, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            session = tx.sessions.lock(session_id)
            if session is None or session.ended_at is not None:
                return
            self._end(tx, session, SessionEndReason.LOGOUT, client, now)
            owner = session.user_id
            tx.attempt_log.add(
                self._security_log.new_attempt(AttemptType.LOGOUT, client, now, error=None, user_id=owner)
            )

    def _session_to_end(self, token: str, caller: AuthenticatedUser | None) -> SessionId | None:
        """Say which session may end: with a bearer only its own, also where the refresh token is none of ours."""
        try:
            session_id, _ = self._refresh_tokens.read(token)
        except TokenNotValid:
            return caller.session_id if caller else None
        return session_id if caller is None or caller.session_id == session_id else None

    def _renew(
        self, tx: AuthTx, token: str, client: ClientInfo, now: datetime
    ) -> tuple[Session | None, ShopError | None]:
        """Give the session with the pair to answer, or what is refused; whichever, the transaction shall commit."""
        try:
            session_id, generation = self._refresh_tokens.read(token)
        except TokenNotValid as refusal:
            return None, refusal
        found = tx.login_queries.session_for_refresh(session_id, block_subject(client, now))
        if found is None:
            return None, NoActiveSession()
        session, refusal = found.session, refresh_rejection(found, now)
        if refusal is not None:
            return session, refusal
        rotation = decide_rotation(session, generation, client, now, self._policy.rotation_grace)
        if rotation is RotationDecision.ROTATE and compare_digest(session.refresh_hash, digest_of(token)):
            return self._rotate(tx, session, client, now), None
        if rotation is RotationDecision.REUSED:
            self._end(tx, session, SessionEndReason.REFRESH_REUSED, client, now)
        return session, None if rotation is RotationDecision.REPEAT else ERRORS.get(rotation, TokenNotValid)()

    def _rotate(self, tx: AuthTx, session: Session, client: ClientInfo, now: datetime) -> Session:
        following = self._refresh_tokens.issue(session.id, session.generation + 1)
        session = rotate(session, digest_of(following), client, now, self._policy)
        tx.sessions.rotate(session)
        tx.attempt_log.add_session_events(
            *self._security_log.new_session_events("REFRESHED", [session.id], session.user_id, client, now)
        )
        return session

    def _end(self, tx: AuthTx, session: Session, reason: SessionEndReason, client: ClientInfo, now: datetime) -> None:
        ended = tx.sessions.end([session.id], reason, now)
        tx.attempt_log.add_session_events(
            *self._security_log.new_session_events(reason, ended, session.user_id, client, now)
        )

    def _pair(self, session: Session) -> TokenPair:
        return TokenPair(
            access=self._access_tokens.issue(session),
            refresh=self._refresh_tokens.issue(session.id, session.generation),
        )


def _truncated(client: ClientInfo) -> ClientInfo:
    return ClientInfo(ip_address=client.ip_address, user_agent=truncate_user_agent(client.user_agent))
