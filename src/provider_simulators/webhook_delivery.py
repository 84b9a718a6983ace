"""Carry webhooks to the shop over real HTTP, and try again as the provider would."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

import httpx
import msgspec

from provider_simulators.clock import VirtualClock
from provider_simulators.delivery_queue import Attempt, Delivery, DeliveryQueue

TIMEOUT_S = 5.0
_POLL_S = 0.005
_MAX_KEPT_RESPONSE = 2_000


class WebhookSender:
    """Deliver what is due; the provider says how a delivery is signed, judged and repeated."""

    def __init__(
        self,
        *,
        queue: DeliveryQueue,
        clock: VirtualClock,
        make_headers: Callable[[Delivery, datetime], Mapping[str, str]],
        is_success: Callable[[int, bytes], bool],
        delay_after: Callable[[int], timedelta | None],
    ) -> None:
        self._queue = queue
        self._clock = clock
        self._make_headers = make_headers
        self._is_success = is_success
        self._delay_after = delay_after

    async def deliver_due(self) -> list[Delivery]:
        """Make every delivery whose time has come, one after the other, whoever else delivers meanwhile."""
        made: list[Delivery] = []
        while delivery := self._next():
            if self._queue.is_sending():
                await asyncio.sleep(_POLL_S)
            else:
                made.append(await self.deliver(delivery.n))
        return made

    async def deliver_immediately(self) -> None:
        """Make every delivery whose time has come, beside those under way: the shop may be busy with one of them."""
        while delivery := self._next():
            await self.deliver(delivery.n)

    async def deliver(self, n: int) -> Delivery:
        """Make one attempt now, whatever the delivery's state."""
        delivery = self._queue.mark(n, "sending")
        at = self._clock.now()
        attempt = await self._attempt(delivery, at)
        pause = None if attempt.ok else self._delay_after(len(delivery.attempts) + 1)
        return self._queue.record_attempt(n, attempt, delay=pause)

    async def drain(self) -> list[Delivery]:
        """Return only when nothing is due and nothing is on its way."""
        made = await self.deliver_due()
        while self._queue.is_sending():
            await asyncio.sleep(_POLL_S)
            made += await self.deliver_due()
        return made

    def _next(self) -> Delivery | None:
        delivery = self._queue.next_due()
        return delivery if delivery and delivery.due <= self._clock.now() else None

    async def _attempt(self, delivery: Delivery, at: datetime) -> Attempt:
        headers = {"Content-Type": "application/json", **self._make_headers(delivery, at)}
        answer = await post_webhook(delivery.url, delivery.body, headers)
        ok = answer.status is not None and self._is_success(answer.status, answer.body)
        return Attempt(at=at, ok=ok, status=answer.status, body=answer.text, problem=answer.problem)


class DeliveryResponse(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, or why nothing did."""

    status: int | None = None
    body: bytes = b""
    problem: str | None = None

    @property
    def text(self) -> str:
        return self.body[:_MAX_KEPT_RESPONSE].decode("utf-8", "replace")


async def post_webhook(url: str, body: bytes, headers: Mapping[str, str]) -> DeliveryResponse:
    """Post once, following no redirect."""
    async with httpx.AsyncClient(verify=trusted_ssl_context(), timeout=TIMEOUT_S, trust_env=False) as client:
        try:
            answer = await client.post(url, content=body, headers=dict(headers))
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            return DeliveryResponse(problem=f"{type(problem).__name__}: {problem}")
        return DeliveryResponse(status=answer.status_code, body=answer.content)


@cache
def trusted_ssl_context() -> ssl.SSLContext:
    """Return the usual trust in certificates; reading it takes long, so it is read once."""
    return ssl.create_default_context()
