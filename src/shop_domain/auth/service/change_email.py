"""Move an account to another address, once its owner has shown to read mail there."""

from datetime import datetime

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.email_verification import change_email
from shop_domain.accounts.errors import FieldMessage, InvalidToken, UnusableLink
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose, require_redeemable
from shop_domain.accounts.registration_form import IsEmailAddress, email_errors
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import is_blocked
from shop_domain.auth.errors import Blocked, WrongCurrentPassword
from shop_domain.auth.events import EmailChanged, EmailChangeRequested
from shop_domain.auth.limits import LimitedAction
from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.service.issue_links import OneTimeLinks
from shop_domain.auth.service.limit_attempts import AttemptLimiter
from shop_domain.auth.service.reauthenticate import Reauthentication
from shop_domain.auth.service.record_failed_attempts import FailedAttempts
from shop_domain.kernel.errors import FieldErrors, InvalidFields, ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy


class EmailChangeService:
    """From the wish for another address to the account that has it."""

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
        is_email_address: IsEmailAddress,
        strict_privacy: bool,
    ) -> None:
        """Keep accounts in this storage; with `strict_privacy` nobody is told that an address is taken."""
        self._begin = begin
        self._read = read
        self._clock = clock
        self._attempt_limiter = attempt_limiter
        self._one_time_links = one_time_links
        self._reauthentication = reauthentication
        self._security_log = security_log
        self._failed_attempts = failed_attempts
        self._is_email_address, self._strict_privacy = is_email_address, strict_privacy

    def request(self, caller: AuthenticatedUser, new_email: str, password: str, client: ClientInfo) -> None:
        """Send a link to the new address, and a notice to the present one.

        Raises InvalidFields with all that is wrong, TooManyLogins, SessionTerminated, or HashingBusy.
        """
        taken = self._is_taken(new_email)
        faults = self._errors(new_email, taken=taken)
        try:
            self._reauthentication.confirm_password(caller, password, AttemptType.EMAIL_CHANGE, client, "password")
        except WrongCurrentPassword as wrong:  # and written down
            raise InvalidFields({**wrong.fields, **faults}) from None
        try:
            if faults:
                raise InvalidFields(faults)
            self._request(caller, new_email.strip(), client, taken=taken)
        except ShopError as refusal:
            self._failed_attempts.record(AttemptType.EMAIL_CHANGE, client, refusal, user_id=caller.user_id)
            raise

    def confirm(self, token: str, client: ClientInfo) -> None:
        """Give the account the address that the link went to.

        Raises InvalidToken, TokenUsed, TokenExpired, EmailTaken, TooManyVerifications or Blocked.
        """
        self._attempt_limiter.admit(LimitedAction.VERIFICATION, AttemptType.EMAIL_CHANGE, client)
        try:
            refusal = self._confirm(token, client)
        except InvalidFields as taken:
            self._failed_attempts.record(AttemptType.EMAIL_CHANGE, client, taken, user_id=self._user_of(token))
            raise
        if refusal is not None:
            raise refusal

    def _errors(self, new_email: str, *, taken: bool) -> FieldErrors:
        messages = email_errors(new_email, self._is_email_address)
        if taken and not messages and not self._strict_privacy:
            messages.append(FieldMessage.EMAIL_TAKEN)
        return FieldErrors(new_email=messages) if messages else FieldErrors()

    def _is_taken(self, new_email: str) -> bool:
        with self._read() as tx:
            return tx.account_names.taken(canonical(new_email), "")[0]

    @retry_on_storage_busy
    def _request(self, caller: AuthenticatedUser, new_email: str, client: ClientInfo, *, taken: bool) -> None:
        now = self._clock()
        with self._begin() as tx:
            user = tx.users.lock(caller.user_id)
            tx.session_guard.confirm(caller.session_id)
            if user is not None and not taken:
                self._send_link(tx, user, new_email, client)
            kind, user_id = AttemptType.EMAIL_CHANGE, caller.user_id
            tx.attempt_log.add(
                self._security_log.new_attempt(kind, client, now, error=None, user_id=user_id, typed_email=new_email)
            )

    def _send_link(self, tx: AuthTx, user: User, new_email: str, client: ClientInfo) -> None:
        now = self._clock()
        link = self._one_time_links.issue(tx, user, Purpose.EMAIL_CHANGE, new_email, client, now)
        tx.outbox.add(
            EmailChangeRequested(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                token_id=link.id,
                new_email=new_email,
                expires_at=link.expires_at,
                ip_address=client.ip_address,
            )
        )

    @retry_on_storage_busy
    def _confirm(self, token: str, client: ClientInfo) -> ShopError | None:
        now, refusal = self._clock(), None
        with self._begin() as tx:
            found = self._one_time_links.find(tx, token)
            try:
                link = require_redeemable(found, Purpose.EMAIL_CHANGE, now)
                user = _owner(tx, link, now)
                tx.users.save(change_email(user, link, now))
                tx.one_time_tokens.revoke_all(user.id, now)
                tx.one_time_tokens.mark_used(link, client.ip_address, now)
                self._announce(tx, user, link.address, client)
            except (UnusableLink, Blocked) as error:
                refusal = error
            user_id, kind = found.user_id if found else None, AttemptType.EMAIL_CHANGE
            tx.attempt_log.add(self._security_log.new_attempt(kind, client, now, error=refusal, user_id=user_id))
        return refusal

    def _announce(self, tx: AuthTx, before: User, new_email: str, client: ClientInfo) -> None:
        tx.outbox.add(
            EmailChanged(
                at=self._clock(),
                user_id=before.id,
                email=new_email,
                first_name=before.first_name,
                old_email=before.email,
                ip_address=client.ip_address,
            )
        )

    @retry_on_storage_busy
    def _user_of(self, token: str) -> UserId | None:
        with self._begin() as tx:
            link = self._one_time_links.find(tx, token)
            return link.user_id if link else None


def _owner(tx: AuthTx, link: OneTimeToken, now: datetime) -> User:
    user = tx.users.lock(link.user_id)
    if user is None:
        raise InvalidToken
    if is_blocked(user, now):
        raise Blocked
    return user
