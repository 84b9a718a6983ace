"""The threads that handlers run in: as many as the database has connections, with a bounded queue before them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Final, TypeVar

from shop_http.errors import Overloaded

T = TypeVar("T")
WAITING_PER_THREAD: Final = 32
PASSWORD_THREADS: Final = 4
WATCH_THREADS: Final = 2


class Lane(StrEnum):
    """Which threads serve a route."""

    MAIN = "main"
    PASSWORDS = "passwords"
    """For routes that hash a password or wait for one that is hashed, so that a rush of logins delays nobody else."""
    WATCH = "watch"
    """For the health check, which answers even while every other thread waits for a dead database."""


class Lanes:
    """One pool for each lane."""

    def __init__(self, main: int) -> None:
        """Give the main lane so many threads."""
        self._pools = {
            Lane.MAIN: Workers(main),
            Lane.PASSWORDS: Workers(PASSWORD_THREADS),
            Lane.WATCH: Workers(WATCH_THREADS),
        }

    async def run(self, lane: Lane, work: Callable[[], T]) -> T:
        """Run work in one of the lane's threads and wait for it; raise Overloaded where too many wait there."""
        return await self._pools[lane].run(work)

    def close(self) -> None:
        """Let the running work end."""
        for pool in self._pools.values():
            pool.close()


class Workers:
    """A bounded pool: beyond its queue a request is refused at once rather than served too late."""

    def __init__(self, size: int) -> None:
        """Start no thread before the first call."""
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="shop-worker")
        self._most = size * (1 + WAITING_PER_THREAD)
        self._inside = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Run work in a thread and wait for it; raise Overloaded where too many wait. A thread is never cut short."""
        if self._inside >= self._most:
            raise Overloaded(retry_after=1)
        self._inside += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._left)
        return await asyncio.shield(future)

    def _left(self, _future: object) -> None:
        self._inside -= 1

    def close(self) -> None:
        """Let the running work end."""
        self._pool.shutdown(wait=True)
