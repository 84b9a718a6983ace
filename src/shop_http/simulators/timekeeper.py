"""Make things happen when their time comes, without a thread and without blocking."""

import asyncio
from datetime import datetime

from shop_http.simulators.provider import Provider

_LONGEST_SLEEP_S = 3_600.0


class Timekeeper:
    """Delivers webhooks in the background, and on a running clock wakes itself for what comes next."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """See to what is due, in the background; called after every request."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._see_to_it())

    async def _see_to_it(self) -> None:
        self._provider.pass_time()
        await self._provider.world.courier.deliver_due()
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        world = self._provider.world
        due = [at for at in (self._provider.next_change(), self._next_delivery()) if at]
        if world.clock.is_running and due:
            pause = max(0.0, (min(due) - world.clock.now()).total_seconds())
            self._timer = asyncio.get_running_loop().call_later(min(pause, _LONGEST_SLEEP_S), self.wake)

    def _next_delivery(self) -> datetime | None:
        delivery = self._provider.world.deliveries.next_due()
        return delivery.due if delivery else None
