"""The control API under `/_sim` that every simulator has."""

from collections.abc import Sequence

import msgspec

from shop_http.simulators.deliveries import Delivery, ReleaseOrder, shown
from shop_http.simulators.faults import FaultRule
from shop_http.simulators.messages import AsyncAnswer, Reply, Request, as_json
from shop_http.simulators.provider import Provider
from shop_http.simulators.routing import Route
from shop_http.simulators.timekeeper import Timekeeper


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


def control_routes(provider: Provider, timekeeper: Timekeeper) -> Sequence[Route[AsyncAnswer]]:
    """Return the routes common to all providers, then the provider's own."""
    common = Control(provider, timekeeper)
    routes: list[tuple[str, str, AsyncAnswer]] = [
        ("POST", "/_sim/reset", common.reset),
        ("GET", "/_sim/state", common.state),
        ("GET", "/_sim/requests", common.requests),
        ("POST", "/_sim/clock", common.advance),
        ("GET", "/_sim/faults", common.faults),
        ("POST", "/_sim/faults", common.add_faults),
        ("DELETE", "/_sim/faults", common.clear_faults),
        ("GET", "/_sim/webhooks", common.webhooks),
        ("POST", "/_sim/webhooks/hold", common.hold),
        ("POST", "/_sim/webhooks/release", common.release),
        ("POST", "/_sim/webhooks/settle", common.settle),
        ("POST", "/_sim/webhooks/{n}/deliver", common.deliver),
        ("POST", "/_sim/webhooks/{n}/drop", common.drop),
        ("POST", "/_sim/webhooks/{n}/duplicate", common.duplicate),
        ("POST", "/_sim/webhooks/{n}/delay", common.delay),
    ]
    own = [Route(route.method, route.pattern, _guarded(route.answer)) for route in provider.control]
    return [*own, *(Route(method, pattern, _guarded(answer)) for method, pattern, answer in routes)]


class Control:
    """What a test does to a simulator from outside."""

    def __init__(self, provider: Provider, timekeeper: Timekeeper) -> None:
        self._provider = provider
        self._timekeeper = timekeeper

    async def reset(self, request: Request) -> Reply:
        self._provider.reset(msgspec.json.decode(request.body or b"{}", type=Reset).seed)
        return as_json({"reset": True})

    async def state(self, _request: Request) -> Reply:
        self._provider.pass_time()
        return as_json(self._provider.state())

    async def requests(self, _request: Request) -> Reply:
        return as_json({"requests": self._provider.world.journal.entries()})

    async def advance(self, request: Request) -> Reply:
        """Move the clock, let happen what became due, and deliver it."""
        made = await self._timekeeper.advance(msgspec.json.decode(request.body, type=Advance).advance_s)
        return as_json({"now": self._provider.world.clock.now(), "deliveries": _shown(made)})

    async def faults(self, _request: Request) -> Reply:
        return as_json({"faults": self._provider.world.faults.report()})

    async def add_faults(self, request: Request) -> Reply:
        self._provider.world.faults.add(msgspec.json.decode(request.body, type=list[FaultRule]))
        return await self.faults(request)

    async def clear_faults(self, request: Request) -> Reply:
        self._provider.world.faults.clear()
        return await self.faults(request)

    async def webhooks(self, _request: Request) -> Reply:
        return as_json({"deliveries": _shown(self._provider.world.deliveries.all())})

    async def hold(self, _request: Request) -> Reply:
        self._provider.world.deliveries.is_holding = True
        return as_json({"holding": True})

    async def release(self, request: Request) -> Reply:
        """Stop holding, and deliver what was held in the order asked for, one after the other."""
        wish = msgspec.json.decode(request.body or b"{}", type=Release)
        world = self._provider.world
        world.deliveries.is_holding = False
        made = [await world.courier.deliver(n) for n in world.deliveries.held(wish.order, wish.seed)]
        return as_json({"deliveries": _shown(made)})

    async def settle(self, _request: Request) -> Reply:
        """Answer when nothing is due and nothing is on its way."""
        return as_json({"deliveries": _shown(await self._provider.world.courier.settle())})

    async def deliver(self, request: Request) -> Reply:
        return _one(await self._provider.world.courier.deliver(self._number(request)))

    async def drop(self, request: Request) -> Reply:
        return _one(self._provider.world.deliveries.mark(self._number(request), "dropped"))

    async def duplicate(self, request: Request) -> Reply:
        """Send the event of a delivery once more, and answer when that was tried."""
        world = self._provider.world
        again = world.deliveries.again(self._number(request), now=world.clock.now(), transmission_id=world.new_id())
        return _one(await world.courier.deliver(again.n))

    async def delay(self, request: Request) -> Reply:
        seconds = msgspec.json.decode(request.body, type=Delay).seconds
        world = self._provider.world
        return _one(world.deliveries.postpone(self._number(request), world.clock.after(seconds)))

    def _number(self, request: Request) -> int:
        """Return the number in the path; raise LookupError where no such delivery is."""
        n = request.named["n"]
        if not n.isdigit() or self._provider.world.deliveries.get(int(n)) is None:
            raise LookupError(f"no delivery {n}")
        return int(n)


def _guarded(answer: AsyncAnswer) -> AsyncAnswer:
    """Turn what a control refuses into 400 and 404."""

    async def guarded(request: Request) -> Reply:
        try:
            return await answer(request)
        except (msgspec.DecodeError, ValueError) as problem:
            return as_json({"error": str(problem)}, status=400)
        except LookupError as problem:
            return as_json({"error": str(problem)}, status=404)

    return guarded


def _one(delivery: Delivery) -> Reply:
    return as_json(shown(delivery))


def _shown(deliveries: Sequence[Delivery]) -> list[dict[str, object]]:
    return [shown(delivery) for delivery in deliveries]
