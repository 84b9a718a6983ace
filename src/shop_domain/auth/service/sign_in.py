"""Sign in with an address and a password."""

from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.accounts.password_rules import fits_hash_limit, normalize_password
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.auth.attempts import AttemptType, truncate_user_agent
from shop_domain.auth.errors import ConcealedInactiveAccount, InvalidCredentials, InvalidSecondFactor, RequiredFields
from shop_domain.auth.events import NewSignIn, SuspiciousSignIn
from shop_domain.auth.login_effects import LoginEffects, login_effects, login_rejection
from shop_domain.auth.model import ClientInfo, Session, SessionId, TokenPair, UserWithSessions
from shop_domain.auth.ports import AccessTokens, AuthTx, DeriveFactorSecret, DescribeDevice, RefreshTokens
from shop_domain.auth.second_factor import consume_code, is_enabled
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.service.record_failed_attempts import FailedAttempts
from shop_domain.auth.service.reserve_login_attempts import AttemptSlot, LoginAttemptSlots
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy


class LoginResult(NamedTuple):
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
        attempt_slots: LoginAttemptSlots,
        hasher: PasswordHasher,
        access_tokens: AccessTokens,
        refresh_tokens: RefreshTokens,
        describe_device: DescribeDevice,
        derive_secret: DeriveFactorSecret,
        policy: SessionPolicy,
        security_log: SecurityLog,
        failed_attempts: FailedAttempts,
        strict_privacy: bool,
    ) -> None:
        """Check passwords with this hasher; with `strict_privacy` an account that is not verified yet is a secret."""
        self._begin, self._clock, self._new_id, self._attempt_slots = begin, clock, new_id, attempt_slots
        self._hasher, self._access_tokens, self._refresh_tokens = hasher, access_tokens, refresh_tokens
        self._derive_secret, self._strict_privacy = derive_secret, strict_privacy
        self._describe_device = describe_device
        self._policy = policy
        self._security_log = security_log
        self._failed_attempts = failed_attempts

    def login(
        self, email: str, password: str, client: ClientInfo, code: str | None = None, *, may_wait: bool = False
    ) -> LoginResult:
        """Open a session.

        Raises RequiredFields, InvalidCredentials, InactiveAccount, SecondFactorRequired, InvalidSecondFactor,
        TooManyLogins, Blocked, or HashingBusy. Where other attempts are not decided yet and too many would be made if
        all of them failed, a caller who `may_wait` gets AttemptsInFlight, to call again soon; for others they count.
        """
        if not email.strip() or not password:
            self._failed_attempts.record(AttemptType.LOGIN, client, refusal := RequiredFields(), typed_email=email)
            raise refusal
        client = ClientInfo(ip_address=client.ip_address, user_agent=truncate_user_agent(client.user_agent))
        place = self._attempt_slots.reserve(email, client, may_wait=may_wait)
        try:
            entered = self._verify_password(place, password, code)
        except ShopError as refusal:
            self._attempt_slots.fail(
                place, refusal, counts=isinstance(refusal, InvalidCredentials | InvalidSecondFactor)
            )
            raise
        return entered

    def _verify_password(self, slot: AttemptSlot, password: str, code: str | None) -> LoginResult:
        user, text = slot.user, normalize_password(password)
        stored = user.password_hash if user else None
        if not fits_hash_limit(password) or not self._hasher.matches(stored, text) or user is None:
            raise InvalidCredentials
        if self._strict_privacy and user.email_verified_at is None:
            raise ConcealedInactiveAccount
        stronger = self._hasher.hash(text) if self._hasher.needs_rehash(user.password_hash) else None
        return self._open_session(slot, user, stronger, code)

    @retry_on_storage_busy
    def _open_session(self, slot: AttemptSlot, user: User, rehashed: str | None, code: str | None) -> LoginResult:
        """Open the session under the account's lock, where its tries are counted no more.

        A refusal here rolls back, so that the place stays taken until the refusal is written down.
        """
        now = self._clock()
        with self._begin() as tx:
            tx.attempt_counters.release(slot.counter_keys, slot.slot_id, reset=slot.user_key)
            account = tx.login_queries.user_with_sessions(user.id, now)
            refusal = login_rejection(account.user if account else None, user.password_hash, now)
            if account is None or refusal is not None:
                raise refusal or InvalidCredentials()
            changed = self._consume_code(account.user, code, now)
            if rehashed is not None:
                changed = replace(changed, password_hash=rehashed)
            if changed is not account.user:
                tx.users.save(changed)
            session = self._session(user, slot.client, now)
            self._store_session(tx, account, session, slot)
        return LoginResult(user=account.user, session_id=session.id, tokens=self._pair(session))

    def _consume_code(self, user: User, code: str | None, now: datetime) -> User:
        factor = user.second_factor
        if factor is None or not is_enabled(factor):
            return user
        return replace(user, second_factor=consume_code(factor, self._derive_secret(factor.enrolment), code, now))

    def _store_session(self, tx: AuthTx, account: UserWithSessions, session: Session, slot: AttemptSlot) -> None:
        user, client, now = account.user, slot.client, session.created_at
        opening = login_effects(client, session.device_info, account.sessions, self._policy)
        ended = tx.sessions.end(opening.sessions_to_end, opening.end_reason, now) if opening.sessions_to_end else ()
        tx.sessions.add(session)
        tx.attempt_log.add_session_events(
            *self._security_log.new_session_events(opening.end_reason, ended, user.id, client, now)
        )
        tx.attempt_log.add_session_events(
            *self._security_log.new_session_events("OPENED", [session.id], user.id, client, now)
        )
        tx.attempt_log.add(
            self._security_log.new_attempt(
                AttemptType.LOGIN, client, now, error=None, user_id=user.id, typed_email=slot.typed_email
            )
        )
        self._announce(tx, user, session, opening, len(ended))

    def _announce(self, tx: AuthTx, user: User, session: Session, effects: LoginEffects, ended: int) -> None:
        if effects.is_suspicious:
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
        elif effects.is_new_device:
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
            device_info=self._describe_device(client.user_agent),
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
