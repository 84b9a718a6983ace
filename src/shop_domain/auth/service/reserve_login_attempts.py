"""Every login attempt has a slot, from before its password is checked until the outcome is known."""

from datetime import datetime
from typing import Final

import msgspec

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.auth.attempt_limit import AttemptDecision
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import block_subject
from shop_domain.auth.errors import AttemptsInFlight, Blocked, TooManyLogins
from shop_domain.auth.limits import AttemptLimits
from shop_domain.auth.login_throttle import LoginCounterKeys, LoginLookup, email_key, ip_key, user_key
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy

LOGIN: Final = "login"


class AttemptSlot(msgspec.Struct, frozen=True, kw_only=True):
    """The slot of one login attempt, counted as a failure until it is released."""

    user: User | None
    typed_email: str
    client: ClientInfo
    slot_id: str
    ip_key: str
    user_key: str

    @property
    def counter_keys(self) -> tuple[str, str]:
        """Give the keys of its counters, in the order in which they are locked."""
        return self.ip_key, self.user_key


class LoginAttemptSlots:
    """Reserves the slots that login_throttle allows."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        limits: AttemptLimits,
        security_log: SecurityLog,
    ) -> None:
        self._begin, self._clock, self._new_id = begin, clock, new_id
        self._throttle, self._security_log = limits.login, security_log

    @retry_on_storage_busy
    def reserve(self, email: str, client: ClientInfo, *, may_wait: bool) -> AttemptSlot:
        """Take a slot; raise TooManyLogins or Blocked.

        Raises AttemptsInFlight to a caller who may wait, where a slot may soon be free again.
        """
        now, keys = self._clock(), self._keys(email, client)
        with self._begin() as tx:
            found = tx.login_queries.look_up(canonical(email), block_subject(client, now), keys)
            refusal = self._rejection(found, now, may_wait=may_wait)
            if refusal is None:
                slot = self._slot(found, email, client, keys)
                tx.attempt_counters.save(self._throttle.reserve(found.counters, slot.slot_id, now))
                return slot
            if not isinstance(refusal, AttemptsInFlight):
                user_id = found.user.id if found.user else None
                kind = AttemptType.LOGIN
                tx.attempt_log.add(
                    self._security_log.new_attempt(kind, client, now, error=refusal, user_id=user_id, typed_email=email)
                )
        raise refusal

    @retry_on_storage_busy
    def fail(self, slot: AttemptSlot, error: ShopError, *, counts: bool) -> None:
        """Log the failed attempt; its slot stays taken where it counts, and is released where not."""
        now = self._clock()
        user_id = slot.user.id if slot.user else None
        row = self._security_log.new_attempt(
            AttemptType.LOGIN, slot.client, now, error=error, user_id=user_id, typed_email=slot.typed_email
        )
        with self._begin() as tx:
            if counts:
                tx.attempt_counters.confirm(slot.counter_keys, slot.slot_id)
            else:
                tx.attempt_counters.release(slot.counter_keys, slot.slot_id, reset=None)
            tx.attempt_log.add(row)

    def _rejection(self, found: LoginLookup, now: datetime, *, may_wait: bool) -> ShopError | AttemptsInFlight | None:
        if found.is_blocked:
            return Blocked()
        match self._throttle.decide(found.counters, now):
            case AttemptDecision.ALLOW:
                return None
            case AttemptDecision.WAIT if may_wait:
                return AttemptsInFlight()
            case _:
                return TooManyLogins(retry_after=self._throttle.retry_after(found.counters, now))

    def _slot(self, found: LoginLookup, typed_email: str, client: ClientInfo, keys: LoginCounterKeys) -> AttemptSlot:
        return AttemptSlot(
            user=found.user,
            typed_email=typed_email,
            client=client,
            slot_id=self._new_id().hex,
            ip_key=keys.ip,
            user_key=found.counters.by_user.key,
        )

    def _keys(self, email: str, client: ClientInfo) -> LoginCounterKeys:
        return LoginCounterKeys(
            ip=ip_key(LOGIN, client.ip_address), user_prefix=user_key(LOGIN, ""), unknown_email=email_key(LOGIN, email)
        )
