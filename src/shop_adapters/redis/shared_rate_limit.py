"""How many requests a client sends to all processes together."""

import asyncio
from typing import Any, Final

from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from shop_adapters.redis.backoff import RESPONSE_TIMEOUT, BackoffState

PREFIX: Final = "{shop}:rate:"

# One moment is kept for each client: when all that it sent is paid for, in microseconds of the Redis's own clock.
TAKE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local paid_until = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + interval
local too_early = paid_until - now - window
if too_early > interval / 1000 then return math.ceil(too_early) end
redis.call('SET', KEYS[1], string.format('%.0f', paid_until), 'PX', math.ceil((paid_until - now) / 1000))
return 0
"""
MICROSECONDS: Final = 1_000_000


class SharedRateLimit:
    """Counts in a Redis, without holding the event loop up."""

    def __init__(self, url: str, backoff: BackoffState | None = None) -> None:
        self._redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType] - its options are not typed
            url,
            protocol=2,
            socket_timeout=RESPONSE_TIMEOUT,
            socket_connect_timeout=RESPONSE_TIMEOUT,
            retry=Retry(NoBackoff(), 0),
        )
        self._take = self._redis.register_script(TAKE)
        self._backoff = backoff or BackoffState()

    async def take(self, client: str, *, interval: float, window: float) -> float | None:
        """Count a request; answer how many seconds it comes too early, 0 if not, None where nobody can tell."""
        if not self._backoff.may_call():
            return None
        microseconds = [round(interval * MICROSECONDS), round(window * MICROSECONDS)]
        try:
            async with asyncio.timeout(RESPONSE_TIMEOUT):
                too_early: Any = await self._take(keys=[f"{PREFIX}{client}"], args=microseconds)
        except (RedisError, OSError):
            self._backoff.record_failure()
            return None
        self._backoff.record_success()
        return int(too_early) / MICROSECONDS

    async def close(self) -> None:
        await self._redis.aclose()
