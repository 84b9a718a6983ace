"""Renew a session's tokens, and sign out."""

from datetime import datetime
from hmac import compare_digest
from typing import Final

from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.attempts import AttemptType, shortened_agent
from shop_domain.auth.blocks import visitor
from shop_domain.auth.errors import NoActiveSession, TokenNotValid, TokenReused
from shop_domain.auth.model import ClientInfo, Session, SessionEnd, SessionId, SignedIn, TokenPair
from shop_domain.auth.ports import AccessTokens, AuthTx, RefreshTokens
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.token_rotation import Rotation, return_refusal, rotated, rotation_of
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried

REFUSALS: Final[dict[Rotation, type[ShopError]]] = {
    Rotation.REUSED: TokenReused,
    Rotation.EXPIRED: TokenNotValid,
    Rotation.UNKNOWN: TokenNotValid,
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
        journal: Journal,
    ) -> None:
        """Change sessions in this storage."""
        self._begin, self._clock, self._policy, self._journal = begin, clock, policy, journal
        self._access_tokens, self._refresh_tokens = access_tokens, refresh_tokens

    @retried
    def refresh(self, token: str, client: ClientInfo) -> TokenPair:
        """Exchange a refresh token for the next pair, or for the same pair again where its answer was lost.

        Raises TokenNotValid, TokenReused (which ends the session), SessionTerminated, NoActiveSession or Blocked.
        """
        now, client = self._clock(), _shortened(client)
        with self._begin() as tx:
            session, refusal = self._renewed(tx, token, client, now)
            owner = session.user_id if session else None
            tx.attempts.add(self._journal.attempt(AttemptType.REFRESH, client, now, refusal=refusal, user_id=owner))
        if session is None or refusal is not None:
            raise refusal or TokenNotValid()
        return self._pair(session)

    def logout(self, token: str, client: ClientInfo, caller: SignedIn | None) -> None:
        """End the session that the refresh token is of; nothing happens where it is over, or is not the caller's."""
        session_id = self._meant(token, caller)
        if session_id is not None:
            self._leave(session_id, client)

    @retried
    def _leave(self, session_id: SessionId, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            session = tx.sessions.lock(session_id)
            if session is None or session.ended_at is not None:
                return
            self._end(tx, session, SessionEnd.LOGOUT, client, now)
            owner = session.user_id
            tx.attempts.add(self._journal.attempt(AttemptType.LOGOUT, client, now, refusal=None, user_id=owner))

    def _meant(self, token: str, caller: SignedIn | None) -> SessionId | None:
        """Say which session may end: with a bearer only its own, also where the refresh token is none of ours."""
        try:
            session_id, _ = self._refresh_tokens.read(token)
        except TokenNotValid:
            return caller.session_id if caller else None
        return session_id if caller is None or caller.session_id == session_id else None

    def _renewed(
        self, tx: AuthTx, token: str, client: ClientInfo, now: datetime
    ) -> tuple[Session | None, ShopError | None]:
        """Give the session with the pair to answer, or what is refused; whichever, the transaction shall commit."""
        try:
            session_id, generation = self._refresh_tokens.read(token)
        except TokenNotValid as refusal:
            return None, refusal
        found = tx.sign_ins.returning(session_id, visitor(client, now))
        if found is None:
            return None, NoActiveSession()
        session, refusal = found.session, return_refusal(found, now)
        if refusal is not None:
            return session, refusal
        rotation = rotation_of(session, generation, client, now, self._policy.grace)
        if rotation is Rotation.NEXT and compare_digest(session.refresh_hash, digest_of(token)):
            return self._rotate(tx, session, client, now), None
        if rotation is Rotation.REUSED:
            self._end(tx, session, SessionEnd.REFRESH_REUSED, client, now)
        return session, None if rotation is Rotation.AGAIN else REFUSALS.get(rotation, TokenNotValid)()

    def _rotate(self, tx: AuthTx, session: Session, client: ClientInfo, now: datetime) -> Session:
        following = self._refresh_tokens.issue(session.id, session.generation + 1)
        session = rotated(session, digest_of(following), client, now, self._policy)
        tx.sessions.rotate(session)
        tx.attempts.note(*self._journal.turns("REFRESHED", [session.id], session.user_id, client, now))
        return session

    def _end(self, tx: AuthTx, session: Session, reason: SessionEnd, client: ClientInfo, now: datetime) -> None:
        ended = tx.sessions.end([session.id], reason, now)
        tx.attempts.note(*self._journal.turns(reason, ended, session.user_id, client, now))

    def _pair(self, session: Session) -> TokenPair:
        return TokenPair(
            access=self._access_tokens.issue(session),
            refresh=self._refresh_tokens.issue(session.id, session.generation),
        )


def _shortened(client: ClientInfo) -> ClientInfo:
    return ClientInfo(ip_address=client.ip_address, user_agent=shortened_agent(client.user_agent))
