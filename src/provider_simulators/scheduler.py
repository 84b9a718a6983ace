"""Make things happen when their time comes, without a thread and without blocking."""

import asyncio
from datetime import datetime

from provider_simulators.delivery_queue import Delivery
from provider_simulators.provider import SimulatedProvider

_MAX_SLEEP_S = 3_600.0
_MAX_STEPS = 100_000


class Scheduler:
    """Delivers webhooks in the background, and on a running clock wakes itself for what comes next."""

    def __init__(self, provider: SimulatedProvider) -> None:
        self._provider = provider
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """See to what is due, in the background; called after every request."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def advance(self, seconds: float) -> list[Delivery]:
        """Move the clock on, stopping at each moment at which something is due, and return what was delivered."""
        clock = self._provider.state.clock
        end, made = clock.after(seconds), list[Delivery]()
        for _ in range(_MAX_STEPS):
            due = self._next_due()
            if due is None or due >= end:
                break
            clock.advance(clock.seconds_until(due))
            made += await self._process_due()
        clock.advance(clock.seconds_until(end))
        return made + await self._process_due()

    async def _process_due(self) -> list[Delivery]:
        self._provider.process_due()
        return await self._provider.state.webhook_sender.drain()

    async def _run(self) -> None:
        self._provider.process_due()
        await self._provider.state.webhook_sender.deliver_due()
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        clock, due = self._provider.state.clock, self._next_due()
        if clock.is_running and due:
            pause = min(clock.seconds_until(due), _MAX_SLEEP_S)
            self._timer = asyncio.get_running_loop().call_later(pause, self.wake)

    def _next_due(self) -> datetime | None:
        delivery = self._provider.state.delivery_queue.next_due()
        due = (self._provider.next_due_at(), delivery.due if delivery else None)
        return min((at for at in due if at), default=None)
