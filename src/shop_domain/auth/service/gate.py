"""Counts visits by client, in a transaction of its own so that nothing takes the count back."""

from shop_domain.accounts.canonical import canonical
from shop_domain.auth.attempt_limit import Verdict
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import visitor
from shop_domain.auth.errors import Blocked, TooManyAttempts
from shop_domain.auth.limits import REFUSALS, Counted, Limits
from shop_domain.auth.login_throttle import ip_key
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.lookout import Lookout
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried


class Gate:
    """Lets a client through so many times."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        limits: Limits,
        journal: Journal,
        lookout: Lookout,
    ) -> None:
        """Count on this storage."""
        self._begin, self._clock, self._new_id = begin, clock, new_id
        self._limits, self._journal, self._lookout = limits, journal, lookout

    @retried
    def pass_through(self, what: Counted, kind: AttemptType, client: ClientInfo, typed: str = "") -> None:
        """Count one more visit; raise TooManyAttempts or Blocked, and write that down, where it is one too many."""
        now, limit, key = self._clock(), self._limits.by_client[what], ip_key(what, client.ip_address)
        asked = self._lookout.turn_away((key,), REFUSALS[what], kind, client, typed, now)
        with self._begin() as tx:
            tally = tx.tallies.lock(key)
            refusal: ShopError | None = None
            if tx.blocks.shuts_out(visitor(client, now)):
                refusal = Blocked()
            elif limit.verdict(tally, now) is not Verdict.FREE:
                refusal = REFUSALS[what](retry_after=limit.retry_after(tally, now))
            elif not limit.is_off:
                tx.tallies.put([limit.taken(tally, self._new_id().hex, now, judged=True)])
            if refusal is not None:
                user = tx.users.by_email(canonical(typed)) if typed else None
                user_id = user.id if user else None
                tx.attempts.add(self._journal.attempt(kind, client, now, refusal=refusal, user_id=user_id, typed=typed))
        if refusal is None:
            return
        if isinstance(refusal, TooManyAttempts):
            self._lookout.learn((key,), asked, (limit.full_until(tally, now),), now)
        raise refusal
