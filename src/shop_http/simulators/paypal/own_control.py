"""What a test can do to PayPal beyond the common control API."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from shop_http.simulators.courier import ShopAnswer, post
from shop_http.simulators.messages import AsyncAnswer, Reply, Request, as_json
from shop_http.simulators.paypal.config import Knobs
from shop_http.simulators.paypal.documents import JsonObject
from shop_http.simulators.paypal.forging import Forgery, ForgeryKind, forged
from shop_http.simulators.paypal.payer import PayerAction, act
from shop_http.simulators.paypal.settling import expire, reverse, settle_capture, settle_refund
from shop_http.simulators.paypal.world import PayPalWorld
from shop_http.simulators.routing import Route

_SOCKETS = 200


class Payer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the payer does."""

    action: PayerAction


class CaptureEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a pending capture ends, or that a paid one is taken back."""

    status: Literal["COMPLETED", "DENIED", "REVERSED"]


class RefundEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a pending refund ends."""

    status: Literal["COMPLETED", "FAILED"]


class Forge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which forgery, about which order, to which address (else to the registered ones), and how often."""

    kind: ForgeryKind
    order_id: str
    url: str | None = None
    count: int = 1


class OwnControl:
    """Payer, knobs, and the ends of what is pending."""

    def __init__(self, present: Callable[[], PayPalWorld]) -> None:
        self._present = present

    @property
    def _world(self) -> PayPalWorld:
        return self._present()

    def routes(self) -> list[Route[AsyncAnswer]]:
        return [
            Route("POST", "/_sim/payer/{id}", self.payer),
            Route("GET", "/_sim/knobs", self.knobs),
            Route("POST", "/_sim/knobs", self.turn),
            Route("POST", "/_sim/orders/{id}/expire", self.expire),
            Route("POST", "/_sim/webhooks/forge", self.forge),
            Route("POST", "/_sim/captures/{id}", self.end_capture),
            Route("POST", "/_sim/refunds/{id}", self.end_refund),
        ]

    async def payer(self, request: Request) -> Reply:
        """Do what a payer would do in the browser, and tell where the browser would go."""
        action = msgspec.json.decode(request.body, type=Payer).action
        order_id = request.named["id"]
        url = act(self._world, self._world.ledger.books.orders[order_id], action)
        return as_json({"status": self._world.ledger.books.orders[order_id].status, "redirect": url})

    async def knobs(self, _request: Request) -> Reply:
        return as_json(self._world.knobs)

    async def turn(self, request: Request) -> Reply:
        """Turn the knobs that are named; the others stay."""
        wish = msgspec.json.decode(request.body, type=JsonObject)
        present: JsonObject = msgspec.to_builtins(self._world.knobs)
        self._world.knobs = msgspec.convert({**present, **wish}, Knobs)
        return await self.knobs(request)

    async def expire(self, request: Request) -> Reply:
        order = self._world.ledger.books.orders[request.named["id"]]
        expire(self._world, order)
        return as_json({"status": "VOIDED"})

    async def forge(self, request: Request) -> Reply:
        """Send a forged webhook, a `flood` all at once, and show what the shop answered."""
        wish = msgspec.json.decode(request.body, type=Forge)
        order = self._world.ledger.books.orders[wish.order_id]
        registered = [(webhook.id, webhook.url) for webhook in self._world.webhooks.values()]
        addresses = [(self._world.config.webhook_id, wish.url)] if wish.url else registered
        messages = [
            (url, forged(self._world, wish.kind, order, webhook_id))
            for webhook_id, url in addresses
            for _ in range(wish.count)
        ]
        answers = [
            {"status": answer.status, "body": answer.text, "problem": answer.problem}
            for answer in await _posted(messages)
        ]
        return as_json({"answers": answers})

    async def end_capture(self, request: Request) -> Reply:
        end = msgspec.json.decode(request.body, type=CaptureEnd).status
        capture = self._world.ledger.books.captures[request.named["id"]]
        if end == "REVERSED":
            reverse(self._world, capture)
        else:
            settle_capture(self._world, capture, end)
        return as_json({"status": self._world.ledger.books.captures[capture.id].status})

    async def end_refund(self, request: Request) -> Reply:
        end = msgspec.json.decode(request.body, type=RefundEnd).status
        refund = self._world.ledger.books.refunds[request.named["id"]]
        settle_refund(self._world, refund, end)
        return as_json({"status": end})


async def _posted(messages: Sequence[tuple[str, Forgery]]) -> list[ShopAnswer]:
    """Send all at once, as far as open sockets allow."""
    room = asyncio.Semaphore(_SOCKETS)

    async def one(url: str, message: Forgery) -> ShopAnswer:
        async with room:
            return await post(url, message.body, message.headers)

    return await asyncio.gather(*(one(url, message) for url, message in messages))
