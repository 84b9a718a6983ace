"""Tries, counted and written down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_domain.auth.attempt_limit import AttemptCounter


class MemoryAttemptCounters:
    """Tries by key; transactions take turns, so every count is exact."""

    def __init__(self, tables: MemoryAuthTables) -> None:
        self._tallies = tables.attempt_counters

    def lock(self, key: str) -> AttemptCounter:
        return self._tallies.get(key) or AttemptCounter(key=key)

    def save(self, changed: Iterable[AttemptCounter]) -> None:
        for tally in changed:
            self._tallies.put(tally.key, tally)

    def confirm(self, keys: Sequence[str], slot_id: str) -> None:
        self.save(replace(tally, in_flight=_without(tally.in_flight, slot_id)) for tally in self._kept(keys))

    def release(self, keys: Sequence[str], slot_id: str, *, reset: str | None) -> None:
        self.save(
            AttemptCounter(key=tally.key)
            if tally.key == reset
            else replace(tally, tries=_without(tally.tries, slot_id), in_flight=_without(tally.in_flight, slot_id))
            for tally in self._kept(keys)
        )

    def _kept(self, keys: Sequence[str]) -> list[AttemptCounter]:
        return [tally for key in keys if (tally := self._tallies.get(key)) is not None]


def _without(times: Mapping[str, datetime], slot_id: str) -> dict[str, datetime]:
    return {held: at for held, at in times.items() if held != slot_id}
