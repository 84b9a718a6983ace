"""Play one exchange between shop and provider, with the fault that was drawn for it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec

from provider_simulators.faults import FaultAction
from provider_simulators.http_messages import Request, Response
from provider_simulators.provider import SimulatedProvider
from provider_simulators.response_corruption import corrupt

_NO_FAULT = FaultAction(kind="slow", ms=0)


class BrokenConnection(msgspec.Struct, frozen=True, kw_only=True):
    """The connection breaks: by a reset, or by a close after so much of an answer."""

    by_reset: bool = False
    response: Response | None = None
    """What would have been answered; half of it leaves."""


class FaultInjector:
    """One request on its way through fault and provider."""

    def __init__(
        self, provider: SimulatedProvider, in_progress: set[str], disconnected: Callable[[], Awaitable[None]]
    ) -> None:
        self._provider = provider
        self._in_progress = in_progress
        self._disconnected = disconnected

    async def handle(self, request: Request) -> Response | BrokenConnection:
        """Return what leaves the provider, and write it down."""
        world = self._provider.state
        fault = world.faults.next_fault(request)
        action = fault or _NO_FAULT
        early = await self._before(action)
        outcome = early or await self._handle_locked(request, action)
        sent = outcome if isinstance(outcome, Response) else None
        world.request_journal.record(request, at=world.clock.now(), response=sent, fault=fault.kind if fault else None)
        return outcome

    async def _before(self, action: FaultAction) -> Response | BrokenConnection | None:
        """Return what ends the exchange before anything happened."""
        match action.kind:
            case "timeout_before":
                return await self._hold(action)
            case "reset_before":
                return BrokenConnection(by_reset=True)
            case "status" if action.moment == "before":
                return self._provider.error_response(action.status, {})
            case "throttle":
                after = {} if action.retry_after is None else {"Retry-After": str(action.retry_after)}
                return self._provider.error_response(429, after)
            case _:
                return None

    async def _handle_locked(self, request: Request, action: FaultAction) -> Response | BrokenConnection:
        """Let the provider act, alone on its piece of work, and treat its answer as the fault says."""
        work = self._provider.lock_key(request)
        if work in self._in_progress:
            return self._provider.conflict_response(request)
        try:
            if work:
                self._in_progress.add(work)
            if action.ms and action.kind == "slow":
                await asyncio.sleep(action.ms / 1000)
            reply = self._handle(request, action)
            if self._provider.webhooks_before_response:
                await self._provider.state.webhook_sender.deliver_immediately()
        finally:
            self._in_progress.discard(work or "")
        return await self._after(reply, action)

    def _handle(self, request: Request, action: FaultAction) -> Response:
        skew = action.ms if action.kind == "clock_skew" else 0
        back = action.back if action.kind == "stale_read" else 0
        self._provider.process_due()
        with self._provider.state.clock.skewed(skew):
            return self._provider.handle(msgspec.structs.replace(request, staleness=back))

    async def _after(self, response: Response, action: FaultAction) -> Response | BrokenConnection:
        match action.kind:
            case "timeout_after":
                return await self._hold(action)
            case "reset_after":
                return BrokenConnection(by_reset=True)
            case "truncated":
                return BrokenConnection(response=response)
            case "status":
                return self._provider.error_response(action.status, {})
            case kind:
                return corrupt(response, kind)

    async def _hold(self, action: FaultAction) -> BrokenConnection:
        """Keep the caller waiting until it hangs up, or the fault's time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._disconnected(), action.hold_ms / 1000)
        return BrokenConnection()
