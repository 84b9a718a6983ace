"""Do a thing once per PayPal-Request-Id, and show its present state ever after."""

from collections.abc import Callable
from datetime import timedelta

from shop_http.simulators.messages import Reply, Request
from shop_http.simulators.paypal.problems import Flaw, Problem
from shop_http.simulators.paypal.reading import request_id
from shop_http.simulators.paypal.request_memory import Remembered
from shop_http.simulators.paypal.world import PayPalWorld

ORDERS_KEPT = timedelta(hours=6)
REFUNDS_KEPT = timedelta(days=45)


def once(
    world: PayPalWorld,
    request: Request,
    *,
    kept_for: timedelta,
    do: Callable[[], str],
    show: Callable[[str, int], Reply],
) -> Reply:
    """Do and show with 201, or only show with 200; a refusal that had an effect is repeated too."""
    key, until = request_id(request), world.now + kept_for
    if known := world.memory.recall(request.path, key, world.now):
        return _repeat(world, request, known, show)
    try:
        record_id = do()
    except EffectiveRefusal as refused:
        remembered = Remembered(body=request.body, until=until, problem=refused.problem)
        world.memory.keep(request.path, key, remembered)
        raise refused.problem from None
    world.memory.keep(request.path, key, Remembered(body=request.body, until=until, record_id=record_id))
    return show(record_id, 201)


def _repeat(world: PayPalWorld, request: Request, known: Remembered, show: Callable[[str, int], Reply]) -> Reply:
    if world.knobs.other_body == "error" and known.body != request.body:
        raise Problem(422, Flaw(issue="INCOMPATIBLE_PARAMETER_VALUE", field="PayPal-Request-Id", location=None))
    if known.problem:
        raise known.problem
    return show(known.record_id or "", 200)


class EffectiveRefusal(Exception):
    """A refusal that left its mark: the same key gets it again."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
