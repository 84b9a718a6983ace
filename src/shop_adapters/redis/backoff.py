"""May the Redis be asked now, or has it just failed to answer?"""

import time
from collections.abc import Callable
from typing import Final

RESPONSE_TIMEOUT: Final = 0.05
"""Seconds; whoever takes longer is taken for gone."""
FIRST_PAUSE: Final = 1.0
"""Seconds without a question after one was not answered; twice as long after the next, and so on."""
LONGEST_PAUSE: Final = 16.0


class BackoffState:
    """After a question without an answer nobody asks for a while, and then one does before all do."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._pause = FIRST_PAUSE
        self._silent_until: float | None = None

    def may_call(self) -> bool:
        """Tell whether to ask; whoever may ask after a pause is the only one until it is answered."""
        if self._silent_until is None:
            return True
        now = self._now()
        if now < self._silent_until:
            return False
        self._silent_until = now + self._pause
        return True

    def record_success(self) -> None:
        self._silent_until, self._pause = None, FIRST_PAUSE

    def record_failure(self) -> None:
        """Let nobody ask until the pause is over."""
        self._silent_until = self._now() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
