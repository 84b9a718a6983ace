"""How much time is left for a piece of work."""

from collections.abc import Callable
from typing import TypeAlias

MonotonicClock: TypeAlias = Callable[[], float]
"""Tell seconds that never go back."""


class Deadline:
    """A moment by which everything must be over, however many steps it takes."""

    def __init__(self, seconds: float, clock: MonotonicClock) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Tell the seconds that are left; zero once it is over."""
        return max(0.0, self._end - self._clock())
