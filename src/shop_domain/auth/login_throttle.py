"""May another login be attempted?"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.attempt_limit import AttemptCounter, AttemptDecision, AttemptLimit
from shop_domain.auth.client_network import subscriber_of

WINDOW: Final = timedelta(minutes=15)


class LoginCounters(msgspec.Struct, frozen=True, kw_only=True):
    """The attempts from one client, and those at one account or at an unknown address."""

    by_ip: AttemptCounter
    by_user: AttemptCounter
    is_unknown_email: bool


class LoginCounterKeys(msgspec.Struct, frozen=True, kw_only=True):
    """Under which keys a login is counted."""

    ip: str
    user_prefix: str
    """The account's id follows."""
    unknown_email: str
    """What stands for the account of an address that nobody has: its attempts count, so that they take as long."""


class LoginLookup(msgspec.Struct, frozen=True, kw_only=True):
    """The user of an address, if there is one, and the attempts so far."""

    user: User | None
    counters: LoginCounters
    is_blocked: bool


class LoginThrottle(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong passwords are limited by client and by account, whichever is reached first."""

    by_ip: AttemptLimit
    by_user: AttemptLimit
    by_unknown_email: AttemptLimit

    def decide(self, counters: LoginCounters, now: datetime) -> AttemptDecision:
        """Decide whether a login may be attempted now."""
        decisions = {limit.decide(counter, now) for limit, counter in self._pairs(counters)}
        if AttemptDecision.REJECT in decisions:
            return AttemptDecision.REJECT
        return AttemptDecision.WAIT if AttemptDecision.WAIT in decisions else AttemptDecision.ALLOW

    def reserve(self, counters: LoginCounters, slot_id: str, now: datetime) -> tuple[AttemptCounter, ...]:
        """Give the attempt its slots with the client and with the account, before the password is checked."""
        return tuple(
            limit.reserve(counter, slot_id, now, counts_at_once=False) for limit, counter in self._pairs(counters)
        )

    def retry_after(self, counters: LoginCounters, now: datetime) -> int:
        """Give the seconds until the next attempt may be made."""
        full = [
            (limit, counter)
            for limit, counter in self._pairs(counters)
            if limit.decide(counter, now) is not AttemptDecision.ALLOW
        ]
        return max((limit.retry_after(counter, now) for limit, counter in full), default=1)

    def _pairs(self, counters: LoginCounters) -> tuple[tuple[AttemptLimit, AttemptCounter], ...]:
        by_user = self.by_unknown_email if counters.is_unknown_email else self.by_user
        return (self.by_ip, counters.by_ip), (by_user, counters.by_user)


def login_throttle(*, max_by_ip: int, max_by_user: int, count_unknown_emails: bool) -> LoginThrottle:
    """Make the throttle from its settings; unknown addresses count where answers must not tell them from known ones."""
    return LoginThrottle(
        by_ip=AttemptLimit(max_attempts=max_by_ip, window=WINDOW),
        by_user=AttemptLimit(max_attempts=max_by_user, window=WINDOW),
        by_unknown_email=AttemptLimit(max_attempts=max_by_user if count_unknown_emails else 0, window=WINDOW),
    )


def ip_key(purpose: str, address: str) -> str:
    """Give the key of a client's counter; it sorts before the account's, which is the order they are locked in."""
    return f"{purpose}:ip:{subscriber_of(address)}"


def user_key(purpose: str, subject: str) -> str:
    """Give the key of an account's counter."""
    return f"{purpose}:user:{subject}"


def email_key(purpose: str, email: str) -> str:
    """Give the key of an account by the digest of its address: where there is none, or it is not looked up."""
    return user_key(purpose, digest_of(canonical(email)))
