"""Asks somebody who is signed in for the password once more."""

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User
from shop_domain.accounts.password_rules import is_hashable, normalised
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.auth.attempt_limit import Verdict
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import TooManyLogins, WrongCurrentPassword
from shop_domain.auth.limits import Limits
from shop_domain.auth.login_throttle import user_key
from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried


class Reauthentication:
    """Tries at the password from inside a session; counted apart from logins, so that strangers can't use them up."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        limits: Limits,
        hasher: PasswordHasher,
        journal: Journal,
    ) -> None:
        """Count in this storage."""
        self._begin, self._clock, self._new_id = begin, clock, new_id
        self._limit, self._hasher, self._journal = limits.login.by_user, hasher, journal

    def prove(self, caller: SignedIn, password: str, kind: AttemptType, client: ClientInfo, field: str) -> User:
        """Give the caller's account; raise WrongCurrentPassword, which names the field, or TooManyLogins."""
        hold, key = self._new_id().hex, user_key("proof", str(caller.user_id))
        try:
            user = self._take(caller, key, hold)
            self._compare(user, password, field)
        except ShopError as refusal:
            self._settle(key, hold, caller, kind, client, refusal)
            raise
        self._release(key, hold)
        return user

    def _compare(self, user: User, password: str, field: str) -> None:
        if not is_hashable(password) or not self._hasher.matches(user.password_hash, normalised(password)):
            raise WrongCurrentPassword(field)

    @retried
    def _take(self, caller: SignedIn, key: str, hold: str) -> User:
        now = self._clock()
        with self._begin() as tx:
            tally, user = tx.tallies.lock(key), tx.users.get(caller.user_id)
            if self._limit.verdict(tally, now) is not Verdict.FREE:
                raise TooManyLogins(retry_after=self._limit.retry_after(tally, now))
            if user is None:
                raise UserNotFound
            tx.tallies.put([self._limit.taken(tally, hold, now, judged=True)])
        return user

    @retried
    def _settle(
        self, key: str, hold: str, caller: SignedIn, kind: AttemptType, client: ClientInfo, refusal: ShopError
    ) -> None:
        now = self._clock()
        row = self._journal.attempt(kind, client, now, refusal=refusal, user_id=caller.user_id, typed=caller.email)
        with self._begin() as tx:
            if not isinstance(refusal, WrongCurrentPassword):
                tx.tallies.release([key], hold, clear=None)
            tx.attempts.add(row)

    @retried
    def _release(self, key: str, hold: str) -> None:
        with self._begin() as tx:
            tx.tallies.release([key], hold, clear=key)
