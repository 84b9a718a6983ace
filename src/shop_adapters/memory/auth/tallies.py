"""Tries, counted and written down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from shop_adapters.memory.auth.accounts import MemoryUsers
from shop_adapters.memory.auth.sessions import MemorySessionList
from shop_adapters.memory.auth.state import MemoryDoor
from shop_domain.accounts.model import UserId
from shop_domain.auth.attempt_limit import Tally
from shop_domain.auth.attempts import Activity, SecurityAttempt
from shop_domain.auth.blocks import Visitor
from shop_domain.auth.login_throttle import LoginKeys, LoginLookup, LoginTallies
from shop_domain.auth.model import Account, Returning, SessionId

LONGEST_WINDOW: Final = timedelta(hours=1)
LINKS_KEPT: Final = timedelta(days=30)


class MemoryTallies:
    """Tries by key; transactions take turns, so every count is exact."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._tallies = door.tallies

    def lock(self, key: str) -> Tally:
        """Read a tally, an empty one where none is kept."""
        return self._tallies.get(key) or Tally(key=key)

    def put(self, changed: Iterable[Tally]) -> None:
        """Store tallies."""
        for tally in changed:
            self._tallies.put(tally.key, tally)

    def judge(self, keys: Sequence[str], hold: str) -> None:
        """Note that a try's outcome is known, and that it counts."""
        self.put(replace(tally, in_flight=_without(tally.in_flight, hold)) for tally in self._kept(keys))

    def release(self, keys: Sequence[str], hold: str, *, clear: str | None) -> None:
        """Give a try's places back; where a key to clear is named, forget all its tries."""
        self.put(
            Tally(key=tally.key)
            if tally.key == clear
            else replace(tally, tries=_without(tally.tries, hold), in_flight=_without(tally.in_flight, hold))
            for tally in self._kept(keys)
        )

    def _kept(self, keys: Sequence[str]) -> list[Tally]:
        return [tally for key in keys if (tally := self._tallies.get(key)) is not None]


class MemorySignIns:
    """What signing in, and coming back for the next pair, reads."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._door = door

    def look_up(self, email: str, visitor: Visitor, keys: LoginKeys) -> LoginLookup:
        """Find the account of an address, and the tries from its client and at the account."""
        user, tallies = MemoryUsers(self._door).by_email(email), MemoryTallies(self._door)
        key = keys.stranger if user is None else f"{keys.user_prefix}{user.id}"
        return LoginLookup(
            user=user,
            tallies=LoginTallies(by_ip=tallies.lock(keys.ip), by_user=tallies.lock(key), is_stranger=user is None),
            is_shut_out=self._door.shuts_out(visitor),
        )

    def account(self, user_id: UserId, now: datetime) -> Account | None:
        """Read an account with its active sessions."""
        user = self._door.users.get(user_id)
        return user and Account(user=user, sessions=MemorySessionList(self._door).active_of(user_id, now))

    def returning(self, session_id: SessionId, visitor: Visitor) -> Returning | None:
        """Read a session, and tell whether staff shut the visitor out."""
        session = self._door.sessions.get(session_id)
        return session and Returning(session=session, is_shut_out=self._door.shuts_out(visitor))


class MemoryAttempts:
    """The log of every try; rows are only ever added."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._door = door

    def add(self, attempt: SecurityAttempt) -> None:
        """Write a try down with the transaction."""
        self._door.attempts.put(attempt.id, attempt)

    def note(self, *activities: Activity) -> None:
        """Write turns of sessions down with the transaction."""
        for activity in activities:
            self._door.activities.put(activity.id, activity)


class MemoryLeftovers:
    """Rows that nothing depends on any more."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._door = door

    def purge(self, now: datetime, limit: int) -> int:
        """Forget tallies whose windows have passed and links that are long over, at most so many of each; count."""
        spent = [t.key for t in self._door.tallies if not any(at + LONGEST_WINDOW >= now for at in t.tries.values())]
        links = [link.id for link in self._door.one_time_tokens if link.expires_at < now - LINKS_KEPT]
        for key in spent[:limit]:
            self._door.tallies.remove(key)
        for link_id in links[:limit]:
            self._door.one_time_tokens.remove(link_id)
        return len(spent[:limit]) + len(links[:limit])


def _without(times: Mapping[str, datetime], hold: str) -> dict[str, datetime]:
    return {held: at for held, at in times.items() if held != hold}
