"""Tries, counted and written down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_domain.auth.attempt_limit import AttemptCounter


class MemoryAttemptCounters:
    """Tries by key; transactions take turns, so every count is exact."""

    def __init__(self, tables: MemoryAuthTables) -> None:
        self._counters = tables.attempt_counters

    def lock(self, key: str) -> AttemptCounter:
        return self._counters.get(key) or AttemptCounter(key=key)

    def save(self, changed: Iterable[AttemptCounter]) -> None:
        for counter in changed:
            self._counters.put(counter.key, counter)

    def confirm(self, keys: Sequence[str], slot_id: str) -> None:
        self.save(replace(counter, in_flight=_without(counter.in_flight, slot_id)) for counter in self._kept(keys))

    def release(self, keys: Sequence[str], slot_id: str, *, reset: str | None) -> None:
        self.save(
            AttemptCounter(key=counter.key)
            if counter.key == reset
            else replace(
                counter, tries=_without(counter.tries, slot_id), in_flight=_without(counter.in_flight, slot_id)
            )
            for counter in self._kept(keys)
        )

    def _kept(self, keys: Sequence[str]) -> list[AttemptCounter]:
        return [counter for key in keys if (counter := self._counters.get(key)) is not None]


def _without(times: Mapping[str, datetime], slot_id: str) -> dict[str, datetime]:
    return {held: at for held, at in times.items() if held != slot_id}
