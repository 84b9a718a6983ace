"""May one more attempt be made now?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import Final

import msgspec
from msgspec.structs import replace

IN_FLIGHT_TIMEOUT: Final = timedelta(seconds=10)
"""After this an attempt in flight counts as a failure: its process has died."""


class AttemptDecision(Enum):
    """Whether an attempt may be made."""

    ALLOW = "free"
    WAIT = "wait"
    """Every slot is taken, but some by attempts whose outcome is not known yet."""
    REJECT = "full"


class AttemptCounter(msgspec.Struct, frozen=True, kw_only=True):
    """The attempts under one key. Each has a slot from before its outcome until the window has passed."""

    key: str
    tries: Mapping[str, datetime] = {}
    """When each was made, by its id."""
    in_flight: Mapping[str, datetime] = {}
    """Until when the outcome of some of them is awaited."""


class AttemptLimit(msgspec.Struct, frozen=True, kw_only=True):
    """At most so many attempts in any window of that length; a limit of zero is off."""

    max_attempts: int
    window: timedelta

    @property
    def is_off(self) -> bool:
        """Tell whether nothing is limited."""
        return self.max_attempts == 0

    def decide(self, counter: AttemptCounter, now: datetime) -> AttemptDecision:
        """Decide whether an attempt may be made now, or perhaps soon."""
        counted = self._in_window(counter, now)
        if self.is_off or len(counted) < self.max_attempts:
            return AttemptDecision.ALLOW
        waiting = (counter.in_flight.get(slot) for slot in counted)
        return (
            AttemptDecision.WAIT
            if any(until is not None and until > now for until in waiting)
            else AttemptDecision.REJECT
        )

    def reserve(self, counter: AttemptCounter, slot_id: str, now: datetime, *, counts_at_once: bool) -> AttemptCounter:
        """Give an attempt its slot; `counts_at_once` if its outcome does not matter. If off, only the last is kept."""
        counted = {} if self.is_off else self._in_window(counter, now)
        tries = {**counted, slot_id: now}
        in_flight = {slot: until for slot, until in counter.in_flight.items() if slot in tries and until > now}
        if not counts_at_once:
            in_flight[slot_id] = now + IN_FLIGHT_TIMEOUT
        return replace(counter, tries=tries, in_flight=in_flight)

    def retry_after(self, counter: AttemptCounter, now: datetime) -> int:
        """Give the seconds until the oldest attempt leaves the window, at least one."""
        return max(1, ceil((self._next_slot_at(counter, now) - now).total_seconds()))

    def _next_slot_at(self, counter: AttemptCounter, now: datetime) -> datetime:
        counted = sorted(self._in_window(counter, now).values())
        surplus = len(counted) - self.max_attempts
        return counted[max(surplus, 0)] + self.window if counted else now

    def _in_window(self, counter: AttemptCounter, now: datetime) -> dict[str, datetime]:
        since = now - self.window
        return {slot: at for slot, at in counter.tries.items() if at > since}
