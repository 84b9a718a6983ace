"""The control API under `/_sim` that every simulator has."""

from collections.abc import Sequence

import msgspec

from provider_simulators.delivery_queue import Delivery, ReleaseOrder, delivery_document
from provider_simulators.faults import FaultRule
from provider_simulators.http_messages import AsyncHandler, Request, Response, json_response
from provider_simulators.provider import SimulatedProvider
from provider_simulators.routing import Route
from provider_simulators.scheduler import Scheduler


class Reset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seed` left out: the one that the simulator was started with."""

    seed: int | None = None


class Advance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds by which the clock moves on."""

    advance_s: float


class Delay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Virtual seconds by which a delivery is put off."""

    seconds: float


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order in which held deliveries go."""

    order: ReleaseOrder = "fifo"
    seed: int = 0


def control_routes(provider: SimulatedProvider, scheduler: Scheduler) -> Sequence[Route[AsyncHandler]]:
    """Return the routes common to all providers, then the provider's own."""
    common = ControlApi(provider, scheduler)
    routes: list[tuple[str, str, AsyncHandler]] = [
        ("POST", "/_sim/reset", common.reset),
        ("GET", "/_sim/state", common.snapshot),
        ("GET", "/_sim/requests", common.requests),
        ("POST", "/_sim/clock", common.advance),
        ("GET", "/_sim/faults", common.faults),
        ("POST", "/_sim/faults", common.add_faults),
        ("DELETE", "/_sim/faults", common.clear_faults),
        ("GET", "/_sim/webhooks", common.webhooks),
        ("POST", "/_sim/webhooks/hold", common.hold),
        ("POST", "/_sim/webhooks/release", common.release),
        ("POST", "/_sim/webhooks/settle", common.drain),
        ("POST", "/_sim/webhooks/{n}/deliver", common.deliver),
        ("POST", "/_sim/webhooks/{n}/drop", common.drop),
        ("POST", "/_sim/webhooks/{n}/duplicate", common.duplicate),
        ("POST", "/_sim/webhooks/{n}/delay", common.delay),
    ]
    own = [Route(route.method, route.pattern, _catch_errors(route.handler)) for route in provider.control_routes]
    return [*own, *(Route(method, pattern, _catch_errors(answer)) for method, pattern, answer in routes)]


class ControlApi:
    """What a test does to a simulator from outside."""

    def __init__(self, provider: SimulatedProvider, scheduler: Scheduler) -> None:
        self._provider = provider
        self._scheduler = scheduler

    async def reset(self, request: Request) -> Response:
        self._provider.reset(msgspec.json.decode(request.body or b"{}", type=Reset).seed)
        return json_response({"reset": True})

    async def snapshot(self, _request: Request) -> Response:
        self._provider.process_due()
        return json_response(self._provider.snapshot())

    async def requests(self, _request: Request) -> Response:
        return json_response({"requests": self._provider.state.request_journal.entries()})

    async def advance(self, request: Request) -> Response:
        """Move the clock, let happen what became due, and deliver it."""
        made = await self._scheduler.advance(msgspec.json.decode(request.body, type=Advance).advance_s)
        return json_response({"now": self._provider.state.clock.now(), "deliveries": _deliveries_response(made)})

    async def faults(self, _request: Request) -> Response:
        return json_response({"faults": self._provider.state.faults.report()})

    async def add_faults(self, request: Request) -> Response:
        self._provider.state.faults.add(msgspec.json.decode(request.body, type=list[FaultRule]))
        return await self.faults(request)

    async def clear_faults(self, request: Request) -> Response:
        self._provider.state.faults.clear()
        return await self.faults(request)

    async def webhooks(self, _request: Request) -> Response:
        return json_response({"deliveries": _deliveries_response(self._provider.state.delivery_queue.all())})

    async def hold(self, _request: Request) -> Response:
        self._provider.state.delivery_queue.is_holding = True
        return json_response({"holding": True})

    async def release(self, request: Request) -> Response:
        """Stop holding, and deliver what was held in the order asked for, one after the other."""
        wish = msgspec.json.decode(request.body or b"{}", type=Release)
        world = self._provider.state
        world.delivery_queue.is_holding = False
        made = [
            await world.webhook_sender.deliver(n) for n in world.delivery_queue.in_release_order(wish.order, wish.seed)
        ]
        return json_response({"deliveries": _deliveries_response(made)})

    async def drain(self, _request: Request) -> Response:
        """Answer when nothing is due and nothing is on its way."""
        return json_response({"deliveries": _deliveries_response(await self._provider.state.webhook_sender.drain())})

    async def deliver(self, request: Request) -> Response:
        return _delivery_response(await self._provider.state.webhook_sender.deliver(self._number(request)))

    async def drop(self, request: Request) -> Response:
        return _delivery_response(self._provider.state.delivery_queue.mark(self._number(request), "dropped"))

    async def duplicate(self, request: Request) -> Response:
        """Send the event of a delivery once more, and answer when that was tried."""
        world = self._provider.state
        again = world.delivery_queue.resend(
            self._number(request), now=world.clock.now(), transmission_id=world.new_id()
        )
        return _delivery_response(await world.webhook_sender.deliver(again.n))

    async def delay(self, request: Request) -> Response:
        seconds = msgspec.json.decode(request.body, type=Delay).seconds
        world = self._provider.state
        return _delivery_response(world.delivery_queue.postpone(self._number(request), world.clock.after(seconds)))

    def _number(self, request: Request) -> int:
        """Return the number in the path; raise LookupError where no such delivery is."""
        n = request.path_params["n"]
        if not n.isdigit() or self._provider.state.delivery_queue.get(int(n)) is None:
            raise LookupError(f"no delivery {n}")
        return int(n)


def _catch_errors(handler: AsyncHandler) -> AsyncHandler:
    """Turn what a control refuses into 400 and 404."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except (msgspec.DecodeError, ValueError) as problem:
            return json_response({"error": str(problem)}, status=400)
        except LookupError as problem:
            return json_response({"error": str(problem)}, status=404)

    return guarded


def _delivery_response(delivery: Delivery) -> Response:
    return json_response(delivery_document(delivery))


def _deliveries_response(deliveries: Sequence[Delivery]) -> list[dict[str, object]]:
    return [delivery_document(delivery) for delivery in deliveries]
