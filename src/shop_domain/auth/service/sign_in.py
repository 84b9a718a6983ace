"""Sign in with an address and a password."""

from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.accounts.password_rules import is_hashable, normalised
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.auth.attempts import AttemptType, shortened_agent
from shop_domain.auth.errors import HiddenAccount, InvalidCredentials, InvalidSecondFactor, RequiredFields
from shop_domain.auth.events import NewSignIn, SuspiciousSignIn
from shop_domain.auth.model import Account, ClientInfo, Session, SessionId, TokenPair
from shop_domain.auth.ports import AccessTokens, AuthTx, DeviceName, FactorSecret, RefreshTokens
from shop_domain.auth.second_factor import is_in_force, spent
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.login_places import LoginPlaces, Place
from shop_domain.auth.service.refused_tries import RefusedTries
from shop_domain.auth.session_opening import Opening, entry_refusal, opening_of
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried


class Entered(NamedTuple):
    """Who came in, and what they hold of their session."""

    user: User
    session_id: SessionId
    tokens: TokenPair


class SignInService:
    """Opens sessions."""

    def __init__(  # noqa: PLR0913 - its ports, one by one
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        places: LoginPlaces,
        hasher: PasswordHasher,
        access_tokens: AccessTokens,
        refresh_tokens: RefreshTokens,
        device_name: DeviceName,
        secret_of: FactorSecret,
        policy: SessionPolicy,
        journal: Journal,
        refused: RefusedTries,
        strict_privacy: bool,
    ) -> None:
        """Check passwords with this hasher; with `strict_privacy` an account that is not verified yet is a secret."""
        self._begin, self._clock, self._new_id, self._places = begin, clock, new_id, places
        self._hasher, self._access_tokens, self._refresh_tokens = hasher, access_tokens, refresh_tokens
        self._secret_of, self._strict_privacy = secret_of, strict_privacy
        self._device_name, self._policy, self._journal, self._refused = device_name, policy, journal, refused

    def login(self, email: str, password: str, client: ClientInfo, code: str | None = None) -> Entered:
        """Open a session.

        Raises RequiredFields, InvalidCredentials, InactiveAccount, SecondFactorRequired, InvalidSecondFactor,
        TooManyLogins, Blocked, or HashingBusy.
        """
        if not email.strip() or not password:
            self._refused.write_down(AttemptType.LOGIN, client, refusal := RequiredFields(), typed=email)
            raise refusal
        client = ClientInfo(ip_address=client.ip_address, user_agent=shortened_agent(client.user_agent))
        place = self._places.take(email, client)
        try:
            entered = self._enter(place, password, code)
        except ShopError as refusal:
            self._places.fail(place, refusal, counts=isinstance(refusal, InvalidCredentials | InvalidSecondFactor))
            raise
        self._places.given_back(place)
        return entered

    def _enter(self, place: Place, password: str, code: str | None) -> Entered:
        user, text = place.user, normalised(password)
        stored = user.password_hash if user else None
        if not is_hashable(password) or not self._hasher.matches(stored, text) or user is None:
            raise InvalidCredentials
        if self._strict_privacy and user.email_verified_at is None:
            raise HiddenAccount
        stronger = self._hasher.hash(text) if self._hasher.is_outdated(user.password_hash) else None
        return self._open(place, user, stronger, code)

    @retried
    def _open(self, place: Place, user: User, stronger: str | None, code: str | None) -> Entered:
        """Open the session under the account's lock, where its tries are counted no more.

        A refusal here rolls back, so that the place stays taken until the refusal is written down.
        """
        now = self._clock()
        with self._begin() as tx:
            tx.tallies.release(place.keys, place.hold, clear=place.user_key)
            account = tx.sign_ins.account(user.id, now)
            refusal = entry_refusal(account.user if account else None, user.password_hash, now)
            if account is None or refusal is not None:
                raise refusal or InvalidCredentials()
            changed = self._after_codes(account.user, code, now)
            if stronger is not None:
                changed = replace(changed, password_hash=stronger)
            if changed is not account.user:
                tx.users.save(changed)
            session = self._session(user, place.client, now)
            self._admit(tx, account, session, place)
        return Entered(user=account.user, session_id=session.id, tokens=self._pair(session))

    def _after_codes(self, user: User, code: str | None, now: datetime) -> User:
        factor = user.second_factor
        if factor is None or not is_in_force(factor):
            return user
        return replace(user, second_factor=spent(factor, self._secret_of(factor.enrolment), code, now))

    def _admit(self, tx: AuthTx, account: Account, session: Session, place: Place) -> None:
        user, client, now = account.user, place.client, session.created_at
        opening = opening_of(client, session.device_info, account.sessions, self._policy)
        ended = tx.sessions.end(opening.ends, opening.reason, now) if opening.ends else ()
        tx.sessions.add(session)
        tx.attempts.note(*self._journal.turns(opening.reason, ended, user.id, client, now))
        tx.attempts.note(*self._journal.turns("OPENED", [session.id], user.id, client, now))
        tx.attempts.add(
            self._journal.attempt(AttemptType.LOGIN, client, now, refusal=None, user_id=user.id, typed=place.typed)
        )
        self._tell(tx, user, session, opening, len(ended))

    def _tell(self, tx: AuthTx, user: User, session: Session, opening: Opening, ended: int) -> None:
        if opening.suspicious:
            tx.outbox.add(
                SuspiciousSignIn(
                    at=session.created_at,
                    user_id=user.id,
                    email=user.email,
                    first_name=user.first_name,
                    session_id=session.id,
                    device_info=session.device_info,
                    ip_address=session.ip_address,
                    others_ended=ended if self._policy.end_others_when_suspicious else 0,
                )
            )
        elif opening.new_device:
            tx.outbox.add(
                NewSignIn(
                    at=session.created_at,
                    user_id=user.id,
                    email=user.email,
                    first_name=user.first_name,
                    session_id=session.id,
                    device_info=session.device_info,
                    ip_address=session.ip_address,
                )
            )

    def _session(self, user: User, client: ClientInfo, now: datetime) -> Session:
        session_id, expires_at = SessionId(self._new_id()), self._policy.expires_at(now)
        return Session(
            id=session_id,
            user_id=user.id,
            ip_address=client.ip_address,
            user_agent=client.user_agent,
            device_info=self._device_name(client.user_agent),
            created_at=now,
            last_activity=now,
            expires_at=expires_at,
            refresh_hash=digest_of(self._refresh_tokens.issue(session_id, 1)),
            refresh_expires_at=self._policy.refresh_expires_at(now, expires_at),
            rotated_at=now,
            rotated_for=client,
        )

    def _pair(self, session: Session) -> TokenPair:
        return TokenPair(
            access=self._access_tokens.issue(session),
            refresh=self._refresh_tokens.issue(session.id, session.generation),
        )
