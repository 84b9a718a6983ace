"""Open an account, and prove the address that it was opened with."""

from datetime import datetime

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.email_verification import awaits_verification, mark_verified
from shop_domain.accounts.errors import EmailTaken, FieldMessage, InvalidToken, UnusableLink
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.one_time_token import Purpose, require_redeemable
from shop_domain.accounts.password_rules import IsCommonPassword, normalize_password
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.accounts.registration_form import IsEmailAddress, RegistrationForm, email_errors, form_errors
from shop_domain.accounts.username_reservation import reserve_username
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.events import KnownAddressRegistered, VerificationRequested
from shop_domain.auth.limits import LimitedAction
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.service.issue_links import OneTimeLinks
from shop_domain.auth.service.limit_attempts import AttemptLimiter
from shop_domain.auth.service.record_failed_attempts import FailedAttempts
from shop_domain.kernel.errors import FieldErrors, InvalidFields, ShopError, StorageBusy
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy


class RegistrationService:
    """From a form to an account that may sign in."""

    def __init__(  # noqa: PLR0913 - its ports, one by one
        self,
        *,
        begin: Begin[AuthTx],
        read: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        attempt_limiter: AttemptLimiter,
        one_time_links: OneTimeLinks,
        security_log: SecurityLog,
        failed_attempts: FailedAttempts,
        hasher: PasswordHasher,
        is_email_address: IsEmailAddress,
        is_common_password: IsCommonPassword,
        strict_privacy: bool,
    ) -> None:
        """Keep accounts in this storage; with `strict_privacy` nobody is told which addresses have one."""
        self._begin, self._read, self._clock, self._new_id = begin, read, clock, new_id
        self._attempt_limiter = attempt_limiter
        self._one_time_links = one_time_links
        self._security_log = security_log
        self._failed_attempts = failed_attempts
        self._hasher = hasher
        self._is_email_address = is_email_address
        self._is_common_password = is_common_password
        self._strict_privacy = strict_privacy

    def register(self, form: RegistrationForm, client: ClientInfo) -> User:
        """Make an account that waits for its address to be verified, and send the link.

        Raises InvalidFields with everything that is wrong, TooManyRegistrations, Blocked, or HashingBusy.
        """
        typed = form.email or ""
        self._attempt_limiter.admit(LimitedAction.REGISTRATION, AttemptType.REGISTER, client, typed)
        try:
            self._check(form)
            user = self._user(form, self._clock())
            return self._add(user, client)
        except ShopError as refusal:
            self._failed_attempts.record(AttemptType.REGISTER, client, refusal, typed_email=typed)
            raise

    def verify_email(self, token: str, client: ClientInfo) -> None:
        """Open the account that the link was sent to; raise InvalidToken, TokenUsed, TokenExpired or Blocked."""
        self._attempt_limiter.admit(LimitedAction.VERIFICATION, AttemptType.EMAIL_VERIFICATION, client)
        refusal = self._verify(token, client)
        if refusal is not None:
            raise refusal

    def resend_verification(self, email: str, client: ClientInfo) -> None:
        """Send a new link where an account waits for one; the older ones stop working. Nobody is told which it was.

        Raises InvalidFields where it is no address, TooManyVerifications or Blocked.
        """
        self._attempt_limiter.admit(LimitedAction.RESEND, AttemptType.EMAIL_VERIFICATION, client, email)
        if faults := email_errors(email, self._is_email_address):
            refusal = InvalidFields({"email": faults})
            self._failed_attempts.record(AttemptType.EMAIL_VERIFICATION, client, refusal, typed_email=email)
            raise refusal
        self._resend(email, client)

    def _check(self, form: RegistrationForm) -> None:
        faults = form_errors(form, self._is_email_address, self._is_common_password)
        with self._read() as tx:
            email_taken, username_taken = tx.account_names.taken(
                canonical(form.email or ""), canonical(form.username or "")
            )
        if email_taken and not self._strict_privacy:
            faults.setdefault("email", []).append(FieldMessage.EMAIL_TAKEN)
        if username_taken:
            faults.setdefault("username", []).append(FieldMessage.USERNAME_TAKEN)
        if faults:
            raise InvalidFields(FieldErrors(faults))

    def _user(self, form: RegistrationForm, now: datetime) -> User:
        return User(
            id=UserId(self._new_id()),
            email=(form.email or "").strip(),
            username=(form.username or "").strip(),
            first_name=(form.first_name or "").strip(),
            last_name=(form.last_name or "").strip(),
            phone=form.phone or "",
            password_hash=self._hasher.hash(normalize_password(form.password or "")),
            date_joined=now,
            password_changed_at=now,
        )

    @retry_on_storage_busy
    def _add(self, user: User, client: ClientInfo) -> User:
        now = user.date_joined
        with self._begin() as tx:
            known = tx.users.by_email(canonical(user.email)) if self._strict_privacy else None
            if known is None:
                self._create_account(tx, user, client)
            else:
                self._imitate_registration(tx, user, known, client)
            tx.attempt_log.add(
                self._security_log.new_attempt(
                    AttemptType.REGISTER, client, now, error=None, user_id=(known or user).id, typed_email=user.email
                )
            )
        return user

    def _create_account(self, tx: AuthTx, user: User, client: ClientInfo) -> None:
        try:
            tx.users.add(user)
        except EmailTaken:
            if self._strict_privacy:  # somebody was a moment quicker: to be answered as any known address, next time
                raise StorageBusy from None
            raise
        self._send_link(tx, user, client, user.date_joined)

    def _imitate_registration(self, tx: AuthTx, user: User, known: User, client: ClientInfo) -> None:
        """Leave behind what an unknown address would, a link that is never mailed included: it takes as long."""
        claimed, now = reserve_username(user), user.date_joined
        tx.users.add(claimed)
        self._one_time_links.issue(tx, claimed, Purpose.EMAIL_VERIFICATION, claimed.email, client, now)
        tx.outbox.add(
            KnownAddressRegistered(
                at=now, user_id=known.id, email=known.email, first_name=known.first_name, ip_address=client.ip_address
            )
        )

    @retry_on_storage_busy
    def _verify(self, token: str, client: ClientInfo) -> ShopError | None:
        now, refusal = self._clock(), None
        with self._begin() as tx:
            found = self._one_time_links.find(tx, token)
            try:
                link = require_redeemable(found, Purpose.EMAIL_VERIFICATION, now)
                user = tx.users.lock(link.user_id)
                if user is None:
                    raise InvalidToken
                tx.users.save(mark_verified(user, link, now))
                tx.one_time_tokens.mark_used(link, client.ip_address, now)
            except UnusableLink as error:
                refusal = error
            user_id, kind = found.user_id if found else None, AttemptType.EMAIL_VERIFICATION
            tx.attempt_log.add(self._security_log.new_attempt(kind, client, now, error=refusal, user_id=user_id))
        return refusal

    @retry_on_storage_busy
    def _resend(self, email: str, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            found = tx.users.by_email(canonical(email))
            user = tx.users.lock(found.id) if found else None
            if user is not None and awaits_verification(user):
                self._send_link(tx, user, client, now)
            user_id, kind = user.id if user else None, AttemptType.EMAIL_VERIFICATION
            tx.attempt_log.add(
                self._security_log.new_attempt(kind, client, now, error=None, user_id=user_id, typed_email=email)
            )

    def _send_link(self, tx: AuthTx, user: User, client: ClientInfo, now: datetime) -> None:
        link = self._one_time_links.issue(tx, user, Purpose.EMAIL_VERIFICATION, user.email, client, now)
        tx.outbox.add(
            VerificationRequested(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                token_id=link.id,
                expires_at=link.expires_at,
            )
        )
