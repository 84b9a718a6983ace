"""How many calls to a provider may be under way at once.

A slow provider holds one thread per call; without a cap it would hold them all.
"""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore

from shop_domain.payments.gateway import Throttled

RETRY_AFTER = 1


class Bulkhead:
    """A fixed number of places; who finds none is sent away at once."""

    def __init__(self, places: int) -> None:
        self._places = BoundedSemaphore(places)

    @contextmanager
    def place(self) -> Generator[None]:
        """Hold a place for the block; raise Throttled where none is free."""
        if not self._places.acquire(blocking=False):
            raise Throttled(RETRY_AFTER)
        try:
            yield
        finally:
            self._places.release()
