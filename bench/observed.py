"""The shop as it is served, with a provider in memory and two instruments that cost nothing until they are asked for.

`/_bench/lag/start/` and `/_bench/lag/` measure by how much the event loop comes late; `/_bench/statements/` counts
what was said to the database since it was asked before.
"""

import asyncio
import gc
import sys
import threading
import time
from typing import Any

import msgspec
from dependency_injector import providers
from sqlalchemy import event

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.logs import configure_logging
from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.payments.gateway import Started, StartRequest
from shop_domain.payments.model import Method
from shop_http.access_log import configure_access_log
from shop_http.app import create_app

NAP = 0.002


class Approving(InMemoryPaymentProvider):
    """A provider whose payers agree at once, and who serves several threads."""

    def __init__(self) -> None:
        super().__init__()
        self._one_at_a_time = threading.Lock()

    def start(self, request: StartRequest) -> Started:
        with self._one_at_a_time:
            started = super().start(request)
            self.approve(started.provider_id)
            return started


class Observed:
    """Passes everything on but questions of the bench."""

    def __init__(self, shop: Shop) -> None:
        self._app: Any = create_app(shop)
        self._shop = shop
        self._lags: list[float] = []
        self._probe: asyncio.Task[None] | None = None
        self._statements: int | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        if scope["type"] != "http" or not scope["path"].startswith("/_bench/"):
            await self._app(scope, receive, send)
            return
        body = msgspec.json.encode(self._answer(scope["path"]))
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, path: str) -> object:
        if path == "/_bench/lag/start/":
            self._lags = []
            self._probe = asyncio.create_task(self._watch())
        elif path == "/_bench/lag/" and self._probe is not None:
            self._probe.cancel()
            return sorted(self._lags)
        elif path == "/_bench/statements/":
            return self._said()
        return None

    async def _watch(self) -> None:
        while True:
            asleep = time.perf_counter()
            await asyncio.sleep(NAP)
            self._lags.append(time.perf_counter() - asleep - NAP)

    def _said(self) -> int:
        if self._statements is None:
            engines = self._shop.store()._engines  # noqa: SLF001 - a bench looks inside
            for engine in (engines.read, engines.write):
                event.listen(engine, "before_cursor_execute", self._count)
            self._statements = 0
        said, self._statements = self._statements, 0
        return said

    def _count(self, *_: object) -> None:
        self._statements = (self._statements or 0) + 1


def _observed() -> Observed:
    settings = load_settings()
    configure_logging(settings)
    configure_access_log(sys.stderr)
    shop = build(settings)
    guarded = TransactionGuard(Approving(), shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    return Observed(shop)


# As shop_http.asgi does.
gc.disable()
app = _observed()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
gc.enable()
