"""Orders: create, read, capture."""

import re
from collections.abc import Callable
from typing import cast

import msgspec

from provider_simulators.http_messages import Request, Response, json_response
from provider_simulators.paypal.amount_validation import order_errors
from provider_simulators.paypal.authentication import require_token
from provider_simulators.paypal.capture_order import capture_order, require_capturable
from provider_simulators.paypal.documents import JsonObject
from provider_simulators.paypal.errors import ErrorDetail, PayPalError, error_for_issue, not_found
from provider_simulators.paypal.order_request import OrderRequest
from provider_simulators.paypal.order_schema import CAPTURE, ORDER
from provider_simulators.paypal.parse_request import read_json, request_id, wants_full_representation
from provider_simulators.paypal.records import Order
from provider_simulators.paypal.run_once import ORDER_RETENTION, ErrorAfterEffect, run_once
from provider_simulators.paypal.state import PayPalState


class OrdersApi:
    """`/v2/checkout/orders`."""

    def __init__(self, state: PayPalState) -> None:
        self._state = state

    def create(self, request: Request) -> Response:
        body = cast("JsonObject", read_json(self._state, request, ORDER))
        wish = msgspec.convert(body, OrderRequest)
        if wish.uses_wallet and request_id(request) is None:
            raise PayPalError(
                400, ErrorDetail(issue="PAYPAL_REQUEST_ID_REQUIRED", field="PayPal-Request-Id", location=None)
            )
        if flaws := tuple(order_errors(wish, self._state.config.currencies, self._state.behavior)):
            raise PayPalError(422, *flaws)

        def execute() -> str:
            return self._store_order(wish, cast("list[JsonObject]", body["purchase_units"]))

        return run_once(self._state, request, retention=ORDER_RETENTION, execute=execute, render=self._render(request))

    def get(self, request: Request) -> Response:
        require_token(self._state, request)
        order_id = request.path_params["id"]
        books = self._state.ledger.as_of(request.staleness, order_id)
        order = self._existing(order_id, books.orders.get(order_id))
        return json_response(self._state.serializer.order(order, books, self._state.payer_id))

    def capture(self, request: Request) -> Response:
        body = cast("JsonObject", read_json(self._state, request, CAPTURE))
        order_id = request.path_params["id"]
        if "payment_source" in body:
            raise error_for_issue("PAYMENT_SOURCE_NOT_SUPPORTED")

        def execute() -> str:
            order = self._existing(order_id, self._state.ledger.current.orders.get(order_id))
            require_capturable(self._state, order)
            try:
                capture_order(self._state, order)
            except PayPalError as problem:
                raise ErrorAfterEffect(problem) from problem
            return order_id

        return run_once(self._state, request, retention=ORDER_RETENTION, execute=execute, render=self._render(request))

    def patch(self, _request: Request) -> Response:
        text = "The simulator changes no orders: create a new one."
        return json_response(
            {"name": "NOT_IMPLEMENTED", "message": text, "debug_id": self._state.ids.text(13)}, status=501
        )

    def _store_order(self, request: OrderRequest, units: list[JsonObject]) -> str:
        world = self._state
        order = Order(
            id=world.ids.text(17),
            request=request,
            units=tuple(units),
            status="PAYER_ACTION_REQUIRED" if request.uses_wallet else "CREATED",
            created_at=world.now,
            updated_at=world.now,
        )
        world.ledger.record(order.id, order)
        return order.id

    def _render(self, request: Request) -> Callable[[str, int], Response]:
        def render(order_id: str, status: int) -> Response:
            world, books = self._state, self._state.ledger.current
            order = books.orders[order_id]
            whole = wants_full_representation(request)
            document = (
                world.serializer.order(order, books, world.payer_id) if whole else world.serializer.minimal_order(order)
            )
            return json_response(document, status=status)

        return render

    def _existing(self, order_id: str, order: Order | None) -> Order:
        """Return the order; raise 404 where it never was, or is shown no more."""
        is_id = re.search(r"^[A-Z0-9]{1,36}\Z", order_id)
        is_gone = order is not None and order.status == "VOIDED" and self._state.behavior.expired_orders == "404"
        if order is None or not is_id or is_gone:
            raise not_found("order_id", order_id)
        return order
