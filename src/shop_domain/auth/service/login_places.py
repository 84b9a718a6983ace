"""Every password that is tried holds a place, from before it is looked at until its outcome is known."""

from datetime import timedelta
from typing import Final

import msgspec

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.auth.attempt_limit import Verdict
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import visitor
from shop_domain.auth.errors import Blocked, TooManyLogins
from shop_domain.auth.limits import Limits
from shop_domain.auth.login_throttle import LoginKeys, LoginLookup, address_key, ip_key, user_key
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx, Pause
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.lookout import Lookout
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried

LONGEST_WAIT: Final = timedelta(seconds=2)
FIRST_PAUSE: Final = 0.02
LONGEST_PAUSE: Final = 0.1
LOGIN: Final = "login"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One try of a password, counted as a failure until it is given back."""

    user: User | None
    typed: str
    client: ClientInfo
    hold: str
    ip_key: str
    user_key: str

    @property
    def keys(self) -> tuple[str, str]:
        """Name the tallies that count it, in the order in which they are locked."""
        return self.ip_key, self.user_key

    @property
    def subjects(self) -> tuple[str, str]:
        """Name what may be known of the client and of the account."""
        return self.ip_key, address_key(LOGIN, self.typed)


class LoginPlaces:
    """Hands out the places that login_throttle allows."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        pause: Pause,
        limits: Limits,
        journal: Journal,
        lookout: Lookout,
    ) -> None:
        """Count in this storage."""
        self._begin, self._clock, self._new_id, self._pause = begin, clock, new_id, pause
        self._throttle, self._journal, self._lookout = limits.login, journal, lookout

    def take(self, email: str, client: ClientInfo) -> Place:
        """Take a place, waiting up to two seconds for tries in flight; raise TooManyLogins or Blocked."""
        until, pause = self._clock() + LONGEST_WAIT, FIRST_PAUSE
        while (place := self._try(email, client, last=self._clock() >= until)) is None:
            self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return place

    def fail(self, place: Place, refusal: ShopError, *, counts: bool) -> None:
        """Write the failed try down; its place stays taken where it counts, and is free again where not."""
        self._settle(place, refusal, counts=counts)
        if not counts:
            self.given_back(place)

    def given_back(self, place: Place) -> None:
        """Let nobody be refused for what was known before this place was free again."""
        self._lookout.forget(place.subjects)

    @retried
    def _settle(self, place: Place, refusal: ShopError, *, counts: bool) -> None:
        now = self._clock()
        user_id = place.user.id if place.user else None
        row = self._journal.attempt(
            AttemptType.LOGIN, place.client, now, refusal=refusal, user_id=user_id, typed=place.typed
        )
        with self._begin() as tx:
            if counts:
                tx.tallies.judge(place.keys, place.hold)
            else:
                tx.tallies.release(place.keys, place.hold, clear=None)
            tx.attempts.add(row)

    @retried
    def _try(self, email: str, client: ClientInfo, *, last: bool) -> Place | None:
        now, keys = self._clock(), self._keys(email, client)
        subjects = (keys.ip, keys.stranger)
        asked = self._lookout.turn_away(subjects, TooManyLogins, AttemptType.LOGIN, client, email, now)
        with self._begin() as tx:
            found = tx.sign_ins.look_up(canonical(email), visitor(client, now), keys)
            verdict = self._throttle.verdict(found.tallies, now)
            refusal = self._refusal(found, verdict, last=last)
            if refusal is not None:
                user_id = found.user.id if found.user else None
                kind = AttemptType.LOGIN
                tx.attempts.add(self._journal.attempt(kind, client, now, refusal=refusal, user_id=user_id, typed=email))
            elif verdict is Verdict.FREE:
                place = self._place(found, email, client, keys)
                tx.tallies.put(self._throttle.taken(found.tallies, place.hold, now))
                return place
        if isinstance(refusal, TooManyLogins):
            self._lookout.learn(subjects, asked, self._throttle.full_until(found.tallies, now), now)
        if refusal is not None:
            raise refusal
        return None

    def _refusal(self, found: LoginLookup, verdict: Verdict, *, last: bool) -> ShopError | None:
        if found.is_shut_out:
            return Blocked()
        if verdict is Verdict.FULL or (verdict is Verdict.WAIT and last):
            return TooManyLogins(retry_after=self._throttle.retry_after(found.tallies, self._clock()))
        return None

    def _place(self, found: LoginLookup, typed: str, client: ClientInfo, keys: LoginKeys) -> Place:
        return Place(
            user=found.user,
            typed=typed,
            client=client,
            hold=self._new_id().hex,
            ip_key=keys.ip,
            user_key=found.tallies.by_user.key,
        )

    def _keys(self, email: str, client: ClientInfo) -> LoginKeys:
        return LoginKeys(
            ip=ip_key(LOGIN, client.ip_address), user_prefix=user_key(LOGIN, ""), stranger=address_key(LOGIN, email)
        )
