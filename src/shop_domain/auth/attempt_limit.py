"""May one more try be made now?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import Final

import msgspec
from msgspec.structs import replace

LONGEST_CHECK: Final = timedelta(seconds=10)
"""After this a try in flight is taken for a failure: its process has died."""


class Verdict(Enum):
    """The answer to a client that wants to try."""

    FREE = "free"
    WAIT = "wait"
    """Every place is taken, but by tries whose outcome is not known yet."""
    FULL = "full"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The tries under one key. Each holds a place from before it is judged until the window has passed."""

    key: str
    tries: Mapping[str, datetime] = {}
    """When each was made, by its id."""
    in_flight: Mapping[str, datetime] = {}
    """Until when the outcome of some of them is awaited."""


class AttemptLimit(msgspec.Struct, frozen=True, kw_only=True):
    """At most so many tries in any window of that length; a limit of zero is off."""

    most: int
    window: timedelta

    @property
    def is_off(self) -> bool:
        """Tell whether nothing is limited."""
        return self.most == 0

    def verdict(self, tally: Tally, now: datetime) -> Verdict:
        """Say whether a try may be made now, at once or perhaps later."""
        counted = self._counted(tally, now)
        if self.is_off or len(counted) < self.most:
            return Verdict.FREE
        waiting = (tally.in_flight.get(hold) for hold in counted)
        return Verdict.WAIT if any(until is not None and until > now for until in waiting) else Verdict.FULL

    def taken(self, tally: Tally, hold: str, now: datetime, *, judged: bool) -> Tally:
        """Give a try its place; `judged` where it counts whatever becomes of it. A limit that is off keeps the last."""
        counted = {} if self.is_off else self._counted(tally, now)
        tries = {**counted, hold: now}
        in_flight = {held: until for held, until in tally.in_flight.items() if held in tries and until > now}
        if not judged:
            in_flight[hold] = now + LONGEST_CHECK
        return replace(tally, tries=tries, in_flight=in_flight)

    def retry_after(self, tally: Tally, now: datetime) -> int:
        """Say in how many seconds the oldest try leaves the window, at least one."""
        return seconds_until(self._frees_at(tally, now), now)

    def full_until(self, tally: Tally, now: datetime) -> datetime | None:
        """Say when a limit that is used up lets the next try in; None where it is not used up for certain."""
        return self._frees_at(tally, now) if self.verdict(tally, now) is Verdict.FULL else None

    def _frees_at(self, tally: Tally, now: datetime) -> datetime:
        counted = sorted(self._counted(tally, now).values())
        surplus = len(counted) - self.most
        return counted[max(surplus, 0)] + self.window if counted else now

    def _counted(self, tally: Tally, now: datetime) -> dict[str, datetime]:
        since = now - self.window
        return {hold: at for hold, at in tally.tries.items() if at > since}


def seconds_until(moment: datetime, now: datetime) -> int:
    """Say in how many whole seconds a client may come back, at least one."""
    return max(1, ceil((moment - now).total_seconds()))
