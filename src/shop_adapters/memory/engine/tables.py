"""Dictionaries that remember how to take a change back."""

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Undo:
    """The way back to the start of a transaction."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], object]] = []

    def remember(self, step: Callable[[], object]) -> None:
        """Note how to take the latest change back."""
        self._steps.append(step)

    def roll_back(self) -> None:
        """Take every change back, the latest first."""
        while self._steps:
            self._steps.pop()()

    def forget(self) -> None:
        self._steps.clear()


class MemoryTable(Generic[K, V]):
    """Frozen values by key; insertion order is kept, and each write can be taken back."""

    def __init__(self, undo: Undo) -> None:
        """Start empty; changes are noted in `undo`."""
        self._undo = undo
        self._rows: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """Read a value, or None."""
        return self._rows.get(key)

    def put(self, key: K, value: V) -> None:
        if key in self._rows:
            previous = self._rows[key]
            self._undo.remember(lambda: self._rows.__setitem__(key, previous))
        else:
            self._undo.remember(lambda: self._rows.pop(key))
        self._rows[key] = value

    def remove(self, key: K) -> None:
        """Forget a key; it is no error if it is not there."""
        if key in self._rows:
            before = dict(self._rows)
            self._undo.remember(lambda: (self._rows.clear(), self._rows.update(before)))
            del self._rows[key]

    def keys(self) -> tuple[K, ...]:
        """List the keys in insertion order."""
        return tuple(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[V]:
        """Walk over the values in insertion order."""
        return iter(tuple(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)
