"""Choose another password, knowing the present one or holding a link from a mail."""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.email_verification import mark_verified
from shop_domain.accounts.errors import InvalidResetToken, InvalidToken, UnusableLink
from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose, require_redeemable
from shop_domain.accounts.password_rules import IsCommonPassword, PersonalInfo, normalize_password, password_errors
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.accounts.registration_form import IsEmailAddress, email_errors
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import block_subject, is_blocked
from shop_domain.auth.errors import Blocked, WrongCurrentPassword
from shop_domain.auth.events import PasswordChanged, PasswordResetRequested
from shop_domain.auth.limits import LimitedAction
from shop_domain.auth.login_throttle import user_key
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, SessionEndReason, SessionId
from shop_domain.auth.ports import AuthTx, DescribeDevice
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.service.issue_links import OneTimeLinks
from shop_domain.auth.service.limit_attempts import AttemptLimiter
from shop_domain.auth.service.reauthenticate import Reauthentication
from shop_domain.auth.service.record_failed_attempts import FailedAttempts
from shop_domain.auth.service.reserve_login_attempts import LOGIN
from shop_domain.kernel.errors import FieldErrors, InvalidFields, ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy


class PasswordService:
    """Changes and resets passwords; either ends sessions."""

    def __init__(  # noqa: PLR0913 - its ports, one by one
        self,
        *,
        begin: Begin[AuthTx],
        read: Begin[AuthTx],
        clock: Clock,
        attempt_limiter: AttemptLimiter,
        one_time_links: OneTimeLinks,
        reauthentication: Reauthentication,
        security_log: SecurityLog,
        failed_attempts: FailedAttempts,
        hasher: PasswordHasher,
        describe_device: DescribeDevice,
        is_email_address: IsEmailAddress,
        is_common_password: IsCommonPassword,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._attempt_limiter = attempt_limiter
        self._one_time_links = one_time_links
        self._reauthentication = reauthentication
        self._security_log = security_log
        self._failed_attempts = failed_attempts
        self._hasher, self._describe_device = hasher, describe_device
        self._is_email_address, self._is_common_password = is_email_address, is_common_password

    def change(self, caller: AuthenticatedUser, current: str, new: str, client: ClientInfo) -> None:
        """Set a new password and end the caller's other sessions.

        Raises InvalidFields with all that is wrong about both, TooManyLogins, SessionTerminated, or HashingBusy.
        """
        try:
            user = self._reauthentication.confirm_password(
                caller, current, AttemptType.PASSWORD_CHANGE, client, "current_password"
            )
        except WrongCurrentPassword as wrong:  # and written down
            raise InvalidFields({**wrong.fields, **self._errors(new, self._account(caller))}) from None
        try:
            self._check(new, user)
            self._replace(caller, user, self._hasher.hash(normalize_password(new)), client)
        except ShopError as refusal:
            self._failed_attempts.record(AttemptType.PASSWORD_CHANGE, client, refusal, user_id=user.id)
            raise

    def request_reset(self, email: str, client: ClientInfo) -> None:
        """Send a link to the address if it has an account; nobody is told whether it has.

        Raises InvalidFields where it is no address, TooManyResets or Blocked.
        """
        self._attempt_limiter.admit(LimitedAction.RESET, AttemptType.PASSWORD_RESET, client, email)
        if faults := email_errors(email, self._is_email_address):
            refusal = InvalidFields({"email": faults})
            self._failed_attempts.record(AttemptType.PASSWORD_RESET, client, refusal, typed_email=email)
            raise refusal
        self._request(email, client)

    def confirm_reset(self, token: str, new: str, client: ClientInfo) -> None:
        """Set a new password and end every session of the user.

        Raises InvalidResetToken, ResetTokenUsed, ResetTokenExpired, Blocked, InvalidFields (the link can be used again
        then), or HashingBusy.
        """
        link, user, is_shut_out = self._find(token, client)
        try:
            if is_shut_out:
                raise Blocked
            require_redeemable(link, Purpose.PASSWORD_RESET, self._clock())
            if user is None:
                raise InvalidResetToken
            self._check(new, user)
            hashed = self._hasher.hash(normalize_password(new))
        except ShopError as refusal:
            user_id = link.user_id if link else None
            self._failed_attempts.record(AttemptType.PASSWORD_RESET, client, refusal, user_id=user_id)
            raise
        refused = self._reset(token, hashed, client)
        if refused is not None:
            raise refused

    @retry_on_storage_busy
    def _find(self, token: str, client: ClientInfo) -> tuple[OneTimeToken | None, User | None, bool]:
        with self._begin() as tx:
            is_shut_out = tx.blocks.is_blocked(block_subject(client, self._clock()))
            link = self._one_time_links.find(tx, token)
            return link, tx.users.get(link.user_id) if link else None, is_shut_out

    @retry_on_storage_busy
    def _reset(self, token: str, hashed: str, client: ClientInfo) -> ShopError | None:
        now, refusal = self._clock(), None
        with self._begin() as tx:
            link = self._one_time_links.find(tx, token)
            try:
                self._apply_reset(tx, require_redeemable(link, Purpose.PASSWORD_RESET, now), hashed, client, now)
            except (UnusableLink, Blocked) as error:
                refusal = error
            kind, user_id = AttemptType.PASSWORD_RESET, link.user_id if link else None
            tx.attempt_log.add(self._security_log.new_attempt(kind, client, now, error=refusal, user_id=user_id))
        return refusal

    def _apply_reset(self, tx: AuthTx, link: OneTimeToken, hashed: str, client: ClientInfo, now: datetime) -> None:
        """Take whoever reads the account's mail for its owner: its address is verified, its login limit starts anew."""
        key = user_key(LOGIN, str(link.user_id))
        tx.attempt_counters.release([key], "", reset=key)
        user = tx.users.lock(link.user_id)
        if user is None:
            raise InvalidResetToken
        if is_blocked(user, now):
            raise Blocked
        user = user if user.email_verified_at else mark_verified(user, link, now)
        self._save(tx, replace(user, password_hash=hashed, password_changed_at=now), client, keep=None)
        tx.one_time_tokens.mark_used(link, client.ip_address, now)

    @retry_on_storage_busy
    def _replace(self, caller: AuthenticatedUser, verified: User, hashed: str, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            user = tx.users.lock(caller.user_id)
            tx.session_guard.confirm(caller.session_id)
            if user is None or user.password_hash != verified.password_hash:
                raise WrongCurrentPassword("current_password")
            changed = replace(user, password_hash=hashed, password_changed_at=now)
            self._save(tx, changed, client, keep=caller.session_id)
            kind = AttemptType.PASSWORD_CHANGE
            tx.attempt_log.add(
                self._security_log.new_attempt(kind, client, now, error=None, user_id=user.id, typed_email=user.email)
            )

    def _save(self, tx: AuthTx, user: User, client: ClientInfo, *, keep: SessionId | None) -> None:
        now, reset = user.password_changed_at, keep is None
        reason = SessionEndReason.PASSWORD_RESET if reset else SessionEndReason.PASSWORD_CHANGED
        tx.users.save(user)
        tx.one_time_tokens.revoke_all(user.id, now)
        ended = tx.sessions.end_all(user.id, reason, now, keep=keep)
        tx.attempt_log.add_session_events(*self._security_log.new_session_events(reason, ended, user.id, client, now))
        tx.outbox.add(
            PasswordChanged(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                by_reset=reset,
                ip_address=client.ip_address,
                device_info=self._describe_device(client.user_agent),
            )
        )

    @retry_on_storage_busy
    def _request(self, email: str, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            found = tx.users.by_email(canonical(email))
            user = tx.users.lock(found.id) if found else None
            if user is not None and user.disabled_at is None and not is_blocked(user, now):
                self._send_link(tx, user, client, now)
            user_id = user.id if user else None
            kind = AttemptType.PASSWORD_RESET
            tx.attempt_log.add(
                self._security_log.new_attempt(kind, client, now, error=None, user_id=user_id, typed_email=email)
            )

    def _send_link(self, tx: AuthTx, user: User, client: ClientInfo, now: datetime) -> None:
        link = self._one_time_links.issue(tx, user, Purpose.PASSWORD_RESET, user.email, client, now)
        tx.outbox.add(
            PasswordResetRequested(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                token_id=link.id,
                expires_at=link.expires_at,
                ip_address=client.ip_address,
                device_info=self._describe_device(client.user_agent),
            )
        )

    def _check(self, new: str, user: User) -> None:
        if faults := self._errors(new, user):
            raise InvalidFields(faults)

    def _errors(self, new: str, user: User) -> FieldErrors:
        own = PersonalInfo(
            username=user.username, first_name=user.first_name, last_name=user.last_name, email=user.email
        )
        messages = password_errors(new, own, self._is_common_password)
        return FieldErrors(new_password=messages) if messages else FieldErrors()

    def _account(self, caller: AuthenticatedUser) -> User:
        with self._read() as tx:
            user = tx.users.get(caller.user_id)
        if user is None:
            raise InvalidToken
        return user
