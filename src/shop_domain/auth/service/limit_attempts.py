"""Counts visits by client, in a transaction of its own so that nothing takes the count back."""

from shop_domain.accounts.canonical import canonical
from shop_domain.auth.attempt_limit import AttemptDecision
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import block_subject
from shop_domain.auth.errors import Blocked
from shop_domain.auth.limits import ERRORS, AttemptLimits, LimitedAction
from shop_domain.auth.login_throttle import ip_key
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy


class AttemptLimiter:
    """Lets a client through so many times."""

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
        self._limits, self._security_log = limits, security_log

    @retry_on_storage_busy
    def admit(
        self, action: LimitedAction, attempt_type: AttemptType, client: ClientInfo, typed_email: str = ""
    ) -> None:
        """Count one more visit; raise TooManyAttempts or Blocked, and write that down, where it is one too many."""
        now, limit, key = self._clock(), self._limits.by_client[action], ip_key(action, client.ip_address)
        with self._begin() as tx:
            tally = tx.attempt_counters.lock(key)
            refusal: ShopError | None = None
            if tx.blocks.is_blocked(block_subject(client, now)):
                refusal = Blocked()
            elif limit.decide(tally, now) is not AttemptDecision.ALLOW:
                refusal = ERRORS[action](retry_after=limit.retry_after(tally, now))
            elif not limit.is_off:
                tx.attempt_counters.save([limit.reserve(tally, self._new_id().hex, now, counts_at_once=True)])
            if refusal is not None:
                user = tx.users.by_email(canonical(typed_email)) if typed_email else None
                user_id = user.id if user else None
                tx.attempt_log.add(
                    self._security_log.new_attempt(
                        attempt_type, client, now, error=refusal, user_id=user_id, typed_email=typed_email
                    )
                )
        if refusal is not None:
            raise refusal
