"""A clock that a test can push forward."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Literal

Pace = Literal["running", "frozen"]
START = datetime(2025, 11, 23, 10, 0, tzinfo=UTC)


class VirtualClock:
    """Runs with the wall clock, or stands still; either way it moves when told to."""

    def __init__(self, pace: Pace) -> None:
        self._pace: Pace = pace
        self._offset = timedelta()

    @property
    def is_running(self) -> bool:
        return self._pace == "running"

    def now(self) -> datetime:
        base = datetime.now(UTC) if self.is_running else START  # noqa: TID251  a simulator is the world outside
        return base + self._offset

    def seconds_until(self, at: datetime) -> float:
        """Return how long it is until then; 0 if that is past."""
        return max(0.0, (at - self.now()).total_seconds())

    def after(self, seconds: float) -> datetime:
        return self.now() + timedelta(seconds=seconds)

    def advance(self, seconds: float) -> datetime:
        self._offset += timedelta(seconds=seconds)
        return self.now()

    @contextmanager
    def skewed(self, milliseconds: int) -> Generator[None]:
        """Show a wrong time for a moment, as a provider with a bad clock would."""
        self._offset += timedelta(milliseconds=milliseconds)
        try:
            yield
        finally:
            self._offset -= timedelta(milliseconds=milliseconds)
