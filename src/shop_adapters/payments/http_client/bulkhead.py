"""How many calls to a provider may be under way at once.

A slow provider holds one thread per call; without a cap it would hold them all.
"""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore

from shop_domain.payments.gateway import Throttled

RETRY_AFTER_SECONDS = 1


class Bulkhead:
    """A fixed number of slots; a call that finds none fails at once."""

    def __init__(self, limit: int) -> None:
        self._slots = BoundedSemaphore(limit)

    @contextmanager
    def slot(self) -> Generator[None]:
        """Hold a slot for the block; raise Throttled where none is free."""
        if not self._slots.acquire(blocking=False):
            raise Throttled(RETRY_AFTER_SECONDS)
        try:
            yield
        finally:
            self._slots.release()
