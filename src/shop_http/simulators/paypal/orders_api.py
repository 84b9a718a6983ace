"""Orders: create, read, capture."""

import re
from collections.abc import Callable
from typing import cast

import msgspec

from shop_http.simulators.messages import Reply, Request, as_json
from shop_http.simulators.paypal.amount_rules import order_flaws
from shop_http.simulators.paypal.authentication import require_token
from shop_http.simulators.paypal.capturing import capture, may_capture
from shop_http.simulators.paypal.documents import JsonObject
from shop_http.simulators.paypal.once import ORDERS_KEPT, EffectiveRefusal, once
from shop_http.simulators.paypal.order_request import OrderRequest
from shop_http.simulators.paypal.order_shape import CAPTURE, ORDER
from shop_http.simulators.paypal.problems import Flaw, Problem, not_found, refusal
from shop_http.simulators.paypal.reading import read_json, request_id, wants_all
from shop_http.simulators.paypal.records import Order
from shop_http.simulators.paypal.world import PayPalWorld


class OrdersApi:
    """`/v2/checkout/orders`."""

    def __init__(self, world: PayPalWorld) -> None:
        self._world = world

    def create(self, request: Request) -> Reply:
        body = cast("JsonObject", read_json(self._world, request, ORDER))
        wish = msgspec.convert(body, OrderRequest)
        if wish.is_for_the_wallet and request_id(request) is None:
            raise Problem(400, Flaw(issue="PAYPAL_REQUEST_ID_REQUIRED", field="PayPal-Request-Id", location=None))
        if flaws := tuple(order_flaws(wish, self._world.config.currencies, self._world.knobs)):
            raise Problem(422, *flaws)

        def do() -> str:
            return self._enter(wish, cast("list[JsonObject]", body["purchase_units"]))

        return once(self._world, request, kept_for=ORDERS_KEPT, do=do, show=self._show(request))

    def get(self, request: Request) -> Reply:
        require_token(self._world, request)
        order_id = request.named["id"]
        books = self._world.ledger.as_of(request.look_back, order_id)
        order = self._existing(order_id, books.orders.get(order_id))
        return as_json(self._world.documents.order(order, books, self._world.payer_id))

    def capture(self, request: Request) -> Reply:
        body = cast("JsonObject", read_json(self._world, request, CAPTURE))
        order_id = request.named["id"]
        if "payment_source" in body:
            raise refusal("PAYMENT_SOURCE_NOT_SUPPORTED")

        def do() -> str:
            order = self._existing(order_id, self._world.ledger.books.orders.get(order_id))
            may_capture(self._world, order)
            try:
                capture(self._world, order)
            except Problem as problem:
                raise EffectiveRefusal(problem) from problem
            return order_id

        return once(self._world, request, kept_for=ORDERS_KEPT, do=do, show=self._show(request))

    def patch(self, _request: Request) -> Reply:
        text = "The simulator changes no orders: create a new one."
        return as_json({"name": "NOT_IMPLEMENTED", "message": text, "debug_id": self._world.ids.text(13)}, status=501)

    def _enter(self, wish: OrderRequest, units: list[JsonObject]) -> str:
        world = self._world
        order = Order(
            id=world.ids.text(17),
            wish=wish,
            units=tuple(units),
            status="PAYER_ACTION_REQUIRED" if wish.is_for_the_wallet else "CREATED",
            created_at=world.now,
            updated_at=world.now,
        )
        world.ledger.record(order.id, order)
        return order.id

    def _show(self, request: Request) -> Callable[[str, int], Reply]:
        def show(order_id: str, status: int) -> Reply:
            world, books = self._world, self._world.ledger.books
            order = books.orders[order_id]
            whole = wants_all(request)
            document = (
                world.documents.order(order, books, world.payer_id) if whole else world.documents.short_order(order)
            )
            return as_json(document, status=status)

        return show

    def _existing(self, order_id: str, order: Order | None) -> Order:
        """Return the order; raise 404 where it never was, or is shown no more."""
        is_id = re.search(r"^[A-Z0-9]{1,36}\Z", order_id)
        is_gone = order is not None and order.status == "VOIDED" and self._world.knobs.expired_orders == "404"
        if order is None or not is_id or is_gone:
            raise not_found("order_id", order_id)
        return order
