"""PayPal, put together: which path leads where, and how a refusal is written."""

from collections.abc import Sequence
from datetime import datetime

from provider_simulators.delivery_queue import delivery_document
from provider_simulators.http_messages import AsyncHandler, Request, Response, json_response
from provider_simulators.ids import HEX
from provider_simulators.paypal.config import PayPalConfig
from provider_simulators.paypal.control_api import PayPalControlApi
from provider_simulators.paypal.documents import JsonObject, without_none
from provider_simulators.paypal.error_texts import ErrorTexts
from provider_simulators.paypal.errors import ErrorDetail, PayPalError, error_name
from provider_simulators.paypal.parse_request import request_id
from provider_simulators.paypal.routes import paypal_routes
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.timed_changes import apply_due_changes, next_change_at
from provider_simulators.routing import Route, match_route

_HELP = "https://developer.paypal.com/api/rest/responses/"


class PayPalProvider:
    """Answers as PayPal would; a reset gives it a new world."""

    def __init__(self, config: PayPalConfig) -> None:
        self.config = config
        self._error_texts = ErrorTexts(config.error_texts_dir)
        self.reset(None)

    def reset(self, seed: int | None) -> None:
        self.state = PayPalState(self.config, self.config.seed if seed is None else seed)
        self._routes = paypal_routes(self.state)

    @property
    def control_routes(self) -> Sequence[Route[AsyncHandler]]:
        return PayPalControlApi(lambda: self.state).routes()

    @property
    def webhooks_before_response(self) -> bool:
        return self.state.behavior.webhooks_first

    def handle(self, request: Request) -> Response:
        found = match_route(self._routes, request)
        if found is None:
            return self.error_response(404, {})
        route, named = found
        operation, answer = route.handler
        try:
            return answer(named)
        except PayPalError as problem:
            return self._error_response(problem, operation)

    def error_response(self, status: int, headers: dict[str, str]) -> Response:
        return self._error_response(PayPalError(status), "", headers)

    def lock_key(self, request: Request) -> str | None:
        """Name the resource that a capture or refund locks; a creation locks only its own request id."""
        if request.method != "POST" or not request.path.startswith("/v2/"):
            return None
        if request.path.endswith(("/capture", "/refund")):
            return request.path
        return f"{request.path} {request_id(request)}"

    def conflict_response(self, request: Request) -> Response:
        issue, status = "PREVIOUS_REQUEST_IN_PROGRESS", 409
        if self.state.behavior.parallel == "422" and request.path.endswith("/capture"):
            issue, status = "ORDER_COMPLETION_IN_PROGRESS", 422
        return self._error_response(PayPalError(status, ErrorDetail(issue=issue, location=None)), "orders.capture")

    def process_due(self) -> None:
        apply_due_changes(self.state)

    def next_due_at(self) -> datetime | None:
        return next_change_at(self.state)

    def snapshot(self) -> dict[str, object]:
        books, world = self.state.ledger.current, self.state
        return {
            "now": world.now,
            "orders": [world.serializer.order(order, books, world.payer_id) for order in books.orders.values()],
            "captures": [world.serializer.full_capture(capture) for capture in books.captures.values()],
            "refunds": [world.serializer.refund(refund, books) for refund in books.refunds.values()],
            "webhooks": list(world.webhooks.values()),
            "events": [event.document for event in world.events.values()],
            "deliveries": [delivery_document(delivery) for delivery in world.delivery_queue.all()],
            "tokens_issued": world.tokens_issued,
            "unknown_fields": world.unknown_fields,
            "behavior": world.behavior,
        }

    def _error_response(self, error: PayPalError, operation: str, headers: dict[str, str] | None = None) -> Response:
        debug_id = self.state.ids.text(13, HEX)
        added = {"PayPal-Debug-Id": debug_id, **(headers or {})}
        if error.status == 401 and self.state.behavior.unauthorized_shape == "invalid_token":  # noqa: PLR2004
            text = "Token signature verification failed"
            return json_response({"error": "invalid_token", "error_description": text}, status=401, headers=added)
        document = without_none(
            name=error_name(error.status),
            message=self._error_texts.message(error.status),
            debug_id=debug_id,
            details=[self._detail(flaw, error.status, operation) for flaw in error.details] or None,
            links=[*error.links, {"href": _HELP, "rel": "information_link", "method": "GET"}],
        )
        return json_response(document, status=error.status, headers=added)

    def _detail(self, detail: ErrorDetail, status: int, operation: str) -> JsonObject:
        description = self._error_texts.description(operation, status, detail.issue)
        return without_none(
            field=detail.field,
            value=detail.value,
            location=detail.location,
            issue=detail.issue,
            description=description,
        )
