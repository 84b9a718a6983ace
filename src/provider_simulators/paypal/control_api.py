"""What a test can do to PayPal beyond the common control API."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from provider_simulators.http_messages import AsyncHandler, Request, Response, json_response
from provider_simulators.paypal.config import Behavior
from provider_simulators.paypal.documents import JsonObject
from provider_simulators.paypal.forged_webhooks import ForgedWebhook, ForgeryKind, forge_webhook
from provider_simulators.paypal.payer_actions import PayerAction, apply_payer_action
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.timed_changes import expire_order, finish_capture, finish_refund, reverse_capture
from provider_simulators.routing import Route
from provider_simulators.webhook_delivery import DeliveryResponse, post_webhook

_SOCKETS = 200


class PayerCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the payer does."""

    action: PayerAction


class FinishCapture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a pending capture ends, or that a paid one is taken back."""

    status: Literal["COMPLETED", "DENIED", "REVERSED"]


class FinishRefund(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a pending refund ends."""

    status: Literal["COMPLETED", "FAILED"]


class ForgeWebhooks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which forgery, about which order, to which address (else to the registered ones), and how often."""

    kind: ForgeryKind
    order_id: str
    url: str | None = None
    count: int = 1


class PayPalControlApi:
    """Payer, behavior, and the ends of what is pending."""

    def __init__(self, current_state: Callable[[], PayPalState]) -> None:
        self._current_state = current_state

    @property
    def _state(self) -> PayPalState:
        return self._current_state()

    def routes(self) -> list[Route[AsyncHandler]]:
        return [
            Route("POST", "/_sim/payer/{id}", self.payer),
            Route("GET", "/_sim/behavior", self.show_behavior),
            Route("POST", "/_sim/behavior", self.update_behavior),
            Route("POST", "/_sim/orders/{id}/expire", self.expire),
            Route("POST", "/_sim/webhooks/forge", self.forge),
            Route("POST", "/_sim/captures/{id}", self.end_capture),
            Route("POST", "/_sim/refunds/{id}", self.end_refund),
        ]

    async def payer(self, request: Request) -> Response:
        """Do what a payer would do in the browser, and tell where the browser would go."""
        action = msgspec.json.decode(request.body, type=PayerCommand).action
        order_id = request.path_params["id"]
        url = apply_payer_action(self._state, self._state.ledger.current.orders[order_id], action)
        return json_response({"status": self._state.ledger.current.orders[order_id].status, "redirect": url})

    async def show_behavior(self, _request: Request) -> Response:
        return json_response(self._state.behavior)

    async def update_behavior(self, request: Request) -> Response:
        """Turn the behavior that are named; the others stay."""
        wish = msgspec.json.decode(request.body, type=JsonObject)
        present: JsonObject = msgspec.to_builtins(self._state.behavior)
        self._state.behavior = msgspec.convert({**present, **wish}, Behavior)
        return await self.show_behavior(request)

    async def expire(self, request: Request) -> Response:
        order = self._state.ledger.current.orders[request.path_params["id"]]
        expire_order(self._state, order)
        return json_response({"status": "VOIDED"})

    async def forge(self, request: Request) -> Response:
        """Send a forged webhook, a `flood` all at once, and show what the shop answered."""
        wish = msgspec.json.decode(request.body, type=ForgeWebhooks)
        order = self._state.ledger.current.orders[wish.order_id]
        registered = [(webhook.id, webhook.url) for webhook in self._state.webhooks.values()]
        addresses = [(self._state.config.webhook_id, wish.url)] if wish.url else registered
        messages = [
            (url, forge_webhook(self._state, wish.kind, order, webhook_id))
            for webhook_id, url in addresses
            for _ in range(wish.count)
        ]
        answers = [
            {"status": answer.status, "body": answer.text, "problem": answer.problem}
            for answer in await _post_all(messages)
        ]
        return json_response({"answers": answers})

    async def end_capture(self, request: Request) -> Response:
        end = msgspec.json.decode(request.body, type=FinishCapture).status
        capture = self._state.ledger.current.captures[request.path_params["id"]]
        if end == "REVERSED":
            reverse_capture(self._state, capture)
        else:
            finish_capture(self._state, capture, end)
        return json_response({"status": self._state.ledger.current.captures[capture.id].status})

    async def end_refund(self, request: Request) -> Response:
        end = msgspec.json.decode(request.body, type=FinishRefund).status
        refund = self._state.ledger.current.refunds[request.path_params["id"]]
        finish_refund(self._state, refund, end)
        return json_response({"status": end})


async def _post_all(messages: Sequence[tuple[str, ForgedWebhook]]) -> list[DeliveryResponse]:
    """Send all at once, as far as open sockets allow."""
    room = asyncio.Semaphore(_SOCKETS)

    async def one(url: str, message: ForgedWebhook) -> DeliveryResponse:
        async with room:
            return await post_webhook(url, message.body, message.headers)

    return await asyncio.gather(*(one(url, message) for url, message in messages))
