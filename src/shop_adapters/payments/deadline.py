"""How much time is left for a piece of work."""

from collections.abc import Callable
from typing import TypeAlias

Monotonic: TypeAlias = Callable[[], float]
"""Tell seconds that never go back."""


class Deadline:
    """A moment by which everything must be over, however many steps it takes."""

    def __init__(self, seconds: float, monotonic: Monotonic) -> None:
        """Start counting now."""
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def remaining(self) -> float:
        """Tell the seconds that are left; zero once it is over."""
        return max(0.0, self._end - self._monotonic())
