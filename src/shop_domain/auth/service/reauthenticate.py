"""Asks somebody who is signed in for the password once more."""

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User
from shop_domain.accounts.password_rules import fits_hash_limit, normalize_password
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.auth.attempt_limit import AttemptDecision
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import TooManyLogins, WrongCurrentPassword
from shop_domain.auth.limits import AttemptLimits
from shop_domain.auth.login_throttle import user_key
from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy


class Reauthentication:
    """Tries at the password from inside a session; counted apart from logins, so that strangers can't use them up."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        limits: AttemptLimits,
        hasher: PasswordHasher,
        security_log: SecurityLog,
    ) -> None:
        self._begin, self._clock, self._new_id = begin, clock, new_id
        self._limit, self._hasher, self._security_log = limits.login.by_user, hasher, security_log

    def confirm_password(
        self, caller: AuthenticatedUser, password: str, attempt_type: AttemptType, client: ClientInfo, field: str
    ) -> User:
        """Give the caller's account; raise WrongCurrentPassword, which names the field, or TooManyLogins."""
        hold, key = self._new_id().hex, user_key("proof", str(caller.user_id))
        try:
            user = self._reserve(caller, key, hold)
            self._compare(user, password, field)
        except ShopError as refusal:
            self._record_failure(key, hold, caller, attempt_type, client, refusal)
            raise
        self._release(key, hold)
        return user

    def _compare(self, user: User, password: str, field: str) -> None:
        if not fits_hash_limit(password) or not self._hasher.matches(user.password_hash, normalize_password(password)):
            raise WrongCurrentPassword(field)

    @retry_on_storage_busy
    def _reserve(self, caller: AuthenticatedUser, key: str, slot_id: str) -> User:
        now = self._clock()
        with self._begin() as tx:
            tally, user = tx.attempt_counters.lock(key), tx.users.get(caller.user_id)
            if self._limit.decide(tally, now) is not AttemptDecision.ALLOW:
                raise TooManyLogins(retry_after=self._limit.retry_after(tally, now))
            if user is None:
                raise UserNotFound
            tx.attempt_counters.save([self._limit.reserve(tally, slot_id, now, counts_at_once=True)])
        return user

    @retry_on_storage_busy
    def _record_failure(
        self,
        key: str,
        slot_id: str,
        caller: AuthenticatedUser,
        attempt_type: AttemptType,
        client: ClientInfo,
        error: ShopError,
    ) -> None:
        now = self._clock()
        row = self._security_log.new_attempt(
            attempt_type, client, now, error=error, user_id=caller.user_id, typed_email=caller.email
        )
        with self._begin() as tx:
            if not isinstance(error, WrongCurrentPassword):
                tx.attempt_counters.release([key], slot_id, reset=None)
            tx.attempt_log.add(row)

    @retry_on_storage_busy
    def _release(self, key: str, slot_id: str) -> None:
        with self._begin() as tx:
            tx.attempt_counters.release([key], slot_id, reset=key)
