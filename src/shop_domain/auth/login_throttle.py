"""May somebody try another password?"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.attempt_limit import AttemptLimit, Tally, Verdict
from shop_domain.auth.client_network import subscriber_of

WINDOW: Final = timedelta(minutes=15)


class LoginTallies(msgspec.Struct, frozen=True, kw_only=True):
    """The tries from one client, and those at one account or at an address that nobody has."""

    by_ip: Tally
    by_user: Tally
    is_stranger: bool


class LoginKeys(msgspec.Struct, frozen=True, kw_only=True):
    """Under which keys a login is counted."""

    ip: str
    user_prefix: str
    """The account's id follows."""
    stranger: str
    """What stands for the account of an address that nobody has: its tries are kept, so that they take as long."""


class LoginLookup(msgspec.Struct, frozen=True, kw_only=True):
    """Whose address it is, if anybody's, and the tries so far."""

    user: User | None
    tallies: LoginTallies
    is_shut_out: bool


class LoginThrottle(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong passwords are limited by client and by account, whichever is reached first."""

    by_ip: AttemptLimit
    by_user: AttemptLimit
    by_stranger: AttemptLimit

    def verdict(self, tallies: LoginTallies, now: datetime) -> Verdict:
        """Say whether a password may be tried now."""
        verdicts = {limit.verdict(tally, now) for limit, tally in self._pairs(tallies)}
        if Verdict.FULL in verdicts:
            return Verdict.FULL
        return Verdict.WAIT if Verdict.WAIT in verdicts else Verdict.FREE

    def taken(self, tallies: LoginTallies, hold: str, now: datetime) -> tuple[Tally, ...]:
        """Give the try its place with the client and with the account, before the password is looked at."""
        return tuple(limit.taken(tally, hold, now, judged=False) for limit, tally in self._pairs(tallies))

    def retry_after(self, tallies: LoginTallies, now: datetime) -> int:
        """Say in how many seconds the next try may be made."""
        full = [
            (limit, tally) for limit, tally in self._pairs(tallies) if limit.verdict(tally, now) is not Verdict.FREE
        ]
        return max((limit.retry_after(tally, now) for limit, tally in full), default=1)

    def full_until(self, tallies: LoginTallies, now: datetime) -> tuple[datetime | None, ...]:
        """Say of the client, and of the account, until when no password may be tried."""
        return tuple(limit.full_until(tally, now) for limit, tally in self._pairs(tallies))

    def _pairs(self, tallies: LoginTallies) -> tuple[tuple[AttemptLimit, Tally], ...]:
        by_user = self.by_stranger if tallies.is_stranger else self.by_user
        return (self.by_ip, tallies.by_ip), (by_user, tallies.by_user)


def login_throttle(*, ip_most: int, user_most: int, strangers_count: bool) -> LoginThrottle:
    """Make the throttle from its settings; strangers count like users where answers must not tell who is one."""
    return LoginThrottle(
        by_ip=AttemptLimit(most=ip_most, window=WINDOW),
        by_user=AttemptLimit(most=user_most, window=WINDOW),
        by_stranger=AttemptLimit(most=user_most if strangers_count else 0, window=WINDOW),
    )


def ip_key(purpose: str, address: str) -> str:
    """Name the tally of a client; it sorts before the account's, which is the order they are locked in."""
    return f"{purpose}:ip:{subscriber_of(address)}"


def user_key(purpose: str, subject: str) -> str:
    """Name the tally of an account."""
    return f"{purpose}:user:{subject}"


def address_key(purpose: str, email: str) -> str:
    """Name an account by the digest of its address: where there is none, or for who does not look it up."""
    return user_key(purpose, digest_of(canonical(email)))
