"""Play one exchange between shop and provider, with the fault that was drawn for it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec

from shop_http.simulators.faults import FaultAction
from shop_http.simulators.messages import Reply, Request
from shop_http.simulators.provider import Provider
from shop_http.simulators.spoiling import spoiled

_NO_FAULT = FaultAction(kind="slow", ms=0)


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """The connection breaks: by a reset, or by a close after so much of an answer."""

    by_reset: bool = False
    reply: Reply | None = None
    """What would have been answered; half of it leaves."""


class Exchange:
    """One request on its way through fault and provider."""

    def __init__(self, provider: Provider, at_work: set[str], gone: Callable[[], Awaitable[None]]) -> None:
        self._provider = provider
        self._at_work = at_work
        self._gone = gone

    async def play(self, request: Request) -> Reply | Cut:
        """Return what leaves the provider, and write it down."""
        world = self._provider.world
        fault = world.faults.draw(request)
        action = fault or _NO_FAULT
        early = await self._before(action)
        outcome = early or await self._work(request, action)
        sent = outcome if isinstance(outcome, Reply) else None
        world.journal.record(request, at=world.clock.now(), reply=sent, fault=fault.kind if fault else None)
        return outcome

    async def _before(self, action: FaultAction) -> Reply | Cut | None:
        """Return what ends the exchange before anything happened."""
        match action.kind:
            case "timeout_before":
                return await self._hold(action)
            case "reset_before":
                return Cut(by_reset=True)
            case "status" if action.moment == "before":
                return self._provider.error(action.status, {})
            case "throttle":
                after = {} if action.retry_after is None else {"Retry-After": str(action.retry_after)}
                return self._provider.error(429, after)
            case _:
                return None

    async def _work(self, request: Request, action: FaultAction) -> Reply | Cut:
        """Let the provider act, alone on its piece of work, and treat its answer as the fault says."""
        work = self._provider.work_of(request)
        if work in self._at_work:
            return self._provider.in_progress(request)
        try:
            if work:
                self._at_work.add(work)
            if action.ms and action.kind == "slow":
                await asyncio.sleep(action.ms / 1000)
            reply = self._answer(request, action)
            if self._provider.tells_before_answering:
                await self._provider.world.courier.deliver_at_once()
        finally:
            self._at_work.discard(work or "")
        return await self._after(reply, action)

    def _answer(self, request: Request, action: FaultAction) -> Reply:
        skew = action.ms if action.kind == "clock_skew" else 0
        back = action.back if action.kind == "stale_read" else 0
        self._provider.pass_time()
        with self._provider.world.clock.skewed(skew):
            return self._provider.answer(msgspec.structs.replace(request, look_back=back))

    async def _after(self, reply: Reply, action: FaultAction) -> Reply | Cut:
        match action.kind:
            case "timeout_after":
                return await self._hold(action)
            case "reset_after":
                return Cut(by_reset=True)
            case "truncated":
                return Cut(reply=reply)
            case "status":
                return self._provider.error(action.status, {})
            case kind:
                return spoiled(reply, kind)

    async def _hold(self, action: FaultAction) -> Cut:
        """Keep the caller waiting until it hangs up, or the fault's patience ends."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._gone(), action.hold_ms / 1000)
        return Cut()
