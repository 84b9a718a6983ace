"""How many requests a client may send: so many at once, and then evenly as many a minute."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Protocol

from shop_domain.kernel.errors import ErrorKind, ShopError
from shop_http.proxies import rate_limit_key

MAX_CLIENTS: Final = 50_000
MINUTE: Final = 60.0


class TooManyRequests(ShopError):
    """The client sends more than it may."""

    code = "rate_limited"
    kind = ErrorKind.RATE_LIMITED
    message = "Too many requests. Please try again later."


class SharedRateCounter(Protocol):
    """Counts what a client sends to all processes together."""

    async def take(self, client: str, *, interval: float, window: float) -> float | None:
        """Count a request; answer how many seconds it comes too early, 0 if not, None where nobody can tell."""
        ...


class RateLimiter:
    """Counts in this process, and where there is a shared count, in all of them; this one never stops counting.

    It remembers a bounded number of clients, the busiest longest. For each client one moment is kept: when everything
    that it sent would be paid for, at an even rate.
    """

    def __init__(
        self, per_minute: int, now: Callable[[], float] = time.monotonic, shared: SharedRateCounter | None = None
    ) -> None:
        """Allow this many requests a minute; 0 allows any number."""
        self._interval = MINUTE / per_minute if per_minute else 0.0
        self._now = now
        self._shared = shared
        self._paid_until = OrderedDict[str, float]()

    async def count_request(self, address: str) -> None:
        """Count a request everywhere; raise TooManyRequests, which tells when the next one may come."""
        self.count_locally(address)
        if self._shared is None or not self._interval:
            return
        too_early = await self._shared.take(rate_limit_key(address), interval=self._interval, window=MINUTE)
        if too_early:
            raise TooManyRequests(retry_after=math.ceil(too_early))

    def count_locally(self, address: str) -> None:
        """Count a request in this process alone."""
        if not self._interval:
            return
        client, now = rate_limit_key(address), self._now()
        paid_until = max(self._paid_until.get(client, 0.0), now) + self._interval
        too_early = paid_until - now - MINUTE
        if too_early > self._interval / 1_000:
            raise TooManyRequests(retry_after=math.ceil(too_early))
        self._paid_until[client] = paid_until
        self._paid_until.move_to_end(client)
        if len(self._paid_until) > MAX_CLIENTS:
            self._paid_until.popitem(last=False)
