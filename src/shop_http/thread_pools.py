"""The threads that handlers run in: a pool for each kind of waiting, with a bounded queue before each."""

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from enum import StrEnum
from functools import partial
from queue import SimpleQueue
from threading import Thread, local
from typing import Final, TypeVar, cast

from shop_http.errors import Overloaded

T = TypeVar("T")
WAITING_PER_THREAD: Final = 32
PASSWORD_THREADS: Final = 4
PROVIDER_THREADS: Final = 16
HEALTH_THREADS: Final = 2
_thread: Final = local()


class Lane(StrEnum):
    """Which threads a route's handler runs in (`lane=` of its decorator), so that nobody waits for what they don't use.

    A route names the slowest thing that its handler may wait for.
    """

    MAIN = "main"
    """The database: as many threads as it has connections."""
    PASSWORDS = "passwords"
    """A password that is hashed."""
    PROVIDERS = "providers"
    """A payment provider; no connection is held while one is asked."""
    HEALTH = "health"
    """The health check, which answers even while every other thread waits for a dead database."""


class ThreadPools:
    """One pool for each lane."""

    def __init__(self, main: int) -> None:
        self._pools = {
            Lane.MAIN: ThreadPool(main),
            Lane.PASSWORDS: ThreadPool(PASSWORD_THREADS),
            Lane.PROVIDERS: ThreadPool(PROVIDER_THREADS),
            Lane.HEALTH: ThreadPool(HEALTH_THREADS),
        }

    async def run(self, lane: Lane, work: Callable[[], T]) -> T:
        """Run work in one of the lane's threads and wait for it; raise Overloaded where too many wait there."""
        return await self._pools[lane].run(work)

    async def run_blocking(self, work: Callable[[], T]) -> T:
        """Run work that waits for the database: right here in a thread of a pool, else in one of the main lane's."""
        return work() if getattr(_thread, "is_pooled", False) else await self.run(Lane.MAIN, work)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


class ThreadPool:
    """A bounded pool: beyond its queue a request is refused at once rather than served too late.

    Each piece of work crosses to a thread and back in one step each. An executor's own futures, chained to those of the
    event loop, cost more than some reads.
    """

    def __init__(self, size: int) -> None:
        """Start no thread before the first call."""
        self._size = size
        self._most = size * (1 + WAITING_PER_THREAD)
        self._inside = 0
        self._waiting = SimpleQueue[_Task | None]()
        self._threads: list[Thread] = []

    async def run(self, work: Callable[[], T]) -> T:
        """Run work in a thread and wait for it; raise Overloaded where too many wait. A thread is never cut short."""
        if self._inside >= self._most:
            raise Overloaded(retry_after=1)
        self._inside += 1
        if len(self._threads) < min(self._inside, self._size):
            self._hire()
        task = _Task(partial(copy_context().run, work), asyncio.get_running_loop(), self._left)
        self._waiting.put(task)
        return cast("T", await task.future)

    def _hire(self) -> None:
        thread = Thread(target=_serve, args=(self._waiting,), name=f"shop-http-{len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _left(self) -> None:
        self._inside -= 1

    def close(self) -> None:
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()


class _Task:
    """Work on its way to a thread, and the place where its result is awaited."""

    __slots__ = ("_left", "_loop", "_work", "future")

    def __init__(self, work: Callable[[], object], loop: AbstractEventLoop, left: Callable[[], None]) -> None:
        self._work = work
        self._loop = loop
        self._left = left
        self.future = loop.create_future()

    def run(self) -> None:
        """Do the work here, and have the event loop take the result."""
        try:
            result, error = self._work(), None
        except BaseException as raised:  # noqa: BLE001 - whoever waits for it is told
            result, error = None, raised
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._finish, result, error)
        error = None  # it knows this frame, so the frame must let go of it

    def _finish(self, result: object, error: BaseException | None) -> None:
        self._left()
        if self.future.done():  # cancelled: whoever asked has gone
            return
        if error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)


def _serve(waiting: "SimpleQueue[_Task | None]") -> None:
    _thread.is_pooled = True
    while (task := waiting.get()) is not None:
        task.run()
        del task  # or it would hold the request until the next one comes
