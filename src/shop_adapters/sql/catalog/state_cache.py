"""What was worked out about the catalogue, kept for as long as the catalogue stays in the same state.

Counts and facets cost more the more products there are, and are the same for every shopper until something changes.
Each is kept beside the state that it was read under (see upkeep.py) and used only where that state is read again, in
the same statement as the page: it is never out of date, in any process. States are random: no two databases share one.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
NO_STATE: Final = ""
"""The state of a catalogue that nothing was ever put in."""


class StateCache(Generic[K, V]):
    """Values by key, each with the state that it holds under; the least used are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[K, tuple[str, V]] = OrderedDict()

    def get(self, state: str, key: K) -> V | None:
        """Give what was worked out under exactly this state."""
        found = self._found(key)
        return found[1] if found and found[0] == state else None

    def get_stale(self, key: K) -> V | None:
        """Give what was worked out last, under whatever state: good enough to choose a plan by, never to be shown."""
        found = self._found(key)
        return found[1] if found else None

    def put(self, state: str, key: K, value: V) -> V:
        """Keep a value that holds under this state."""
        with self._lock:
            self._values[key] = (state, value)
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def _found(self, key: K) -> tuple[str, V] | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)
