"""PayPal, put together: which path leads where, and how a refusal is written."""

from collections.abc import Sequence
from datetime import datetime

from shop_http.simulators.deliveries import shown
from shop_http.simulators.ids import HEX
from shop_http.simulators.messages import AsyncAnswer, Reply, Request, as_json
from shop_http.simulators.paypal.config import PayPalConfig
from shop_http.simulators.paypal.documents import JsonObject, without_none
from shop_http.simulators.paypal.own_control import OwnControl
from shop_http.simulators.paypal.problems import Flaw, Problem, name_of
from shop_http.simulators.paypal.reading import request_id
from shop_http.simulators.paypal.settling import next_change, settle_what_is_due
from shop_http.simulators.paypal.surface import surface
from shop_http.simulators.paypal.wording import Wording
from shop_http.simulators.paypal.world import PayPalWorld
from shop_http.simulators.routing import Route, route_for

_HELP = "https://developer.paypal.com/api/rest/responses/"


class PayPalProvider:
    """Answers as PayPal would; a reset gives it a new world."""

    def __init__(self, config: PayPalConfig) -> None:
        self.config = config
        self._wording = Wording(config.wording_from)
        self.reset(None)

    def reset(self, seed: int | None) -> None:
        self.world = PayPalWorld(self.config, self.config.seed if seed is None else seed)
        self._routes = surface(self.world)

    @property
    def control(self) -> Sequence[Route[AsyncAnswer]]:
        return OwnControl(lambda: self.world).routes()

    @property
    def tells_before_answering(self) -> bool:
        return self.world.knobs.webhooks_first

    def answer(self, request: Request) -> Reply:
        found = route_for(self._routes, request)
        if found is None:
            return self.error(404, {})
        route, named = found
        operation, answer = route.answer
        try:
            return answer(named)
        except Problem as problem:
            return self._refusal(problem, operation)

    def error(self, status: int, headers: dict[str, str]) -> Reply:
        return self._refusal(Problem(status), "", headers)

    def work_of(self, request: Request) -> str | None:
        """Name the resource that a capture or refund locks; a creation locks only its own request id."""
        if request.method != "POST" or not request.path.startswith("/v2/"):
            return None
        if request.path.endswith(("/capture", "/refund")):
            return request.path
        return f"{request.path} {request_id(request)}"

    def in_progress(self, request: Request) -> Reply:
        issue, status = "PREVIOUS_REQUEST_IN_PROGRESS", 409
        if self.world.knobs.parallel == "422" and request.path.endswith("/capture"):
            issue, status = "ORDER_COMPLETION_IN_PROGRESS", 422
        return self._refusal(Problem(status, Flaw(issue=issue, location=None)), "orders.capture")

    def pass_time(self) -> None:
        settle_what_is_due(self.world)

    def next_change(self) -> datetime | None:
        return next_change(self.world)

    def state(self) -> dict[str, object]:
        books, world = self.world.ledger.books, self.world
        return {
            "now": world.now,
            "orders": [world.documents.order(order, books, world.payer_id) for order in books.orders.values()],
            "captures": [world.documents.whole_capture(capture) for capture in books.captures.values()],
            "refunds": [world.documents.refund(refund, books) for refund in books.refunds.values()],
            "webhooks": list(world.webhooks.values()),
            "events": [event.document for event in world.events.values()],
            "deliveries": [shown(delivery) for delivery in world.deliveries.all()],
            "tokens_issued": world.tokens_issued,
            "unknown_fields": world.unknown_fields,
            "knobs": world.knobs,
        }

    def _refusal(self, problem: Problem, operation: str, headers: dict[str, str] | None = None) -> Reply:
        debug_id = self.world.ids.text(13, HEX)
        added = {"PayPal-Debug-Id": debug_id, **(headers or {})}
        if problem.status == 401 and self.world.knobs.unauthorized_shape == "invalid_token":  # noqa: PLR2004
            text = "Token signature verification failed"
            return as_json({"error": "invalid_token", "error_description": text}, status=401, headers=added)
        document = without_none(
            name=name_of(problem.status),
            message=self._wording.message(problem.status),
            debug_id=debug_id,
            details=[self._detail(flaw, problem.status, operation) for flaw in problem.flaws] or None,
            links=[*problem.links, {"href": _HELP, "rel": "information_link", "method": "GET"}],
        )
        return as_json(document, status=problem.status, headers=added)

    def _detail(self, flaw: Flaw, status: int, operation: str) -> JsonObject:
        description = self._wording.description(operation, status, flaw.issue)
        return without_none(
            field=flaw.field, value=flaw.value, location=flaw.location, issue=flaw.issue, description=description
        )
