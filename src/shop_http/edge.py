"""The edge: what every request passes, whatever it asks for."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final, cast

import msgspec
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, HTTPScope, Message, Method, Receive, Scope, Send

from shop_domain.auth.model import ClientInfo
from shop_domain.kernel.errors import ShopError
from shop_http.access_log import log_request
from shop_http.answers import RawHeaders
from shop_http.cors import CorsPolicy
from shop_http.errors import HeadersTooLarge, InternalError, NotFound, accepts_problem_json, error_response
from shop_http.exchange import Exchange
from shop_http.hosts import AllowedHosts
from shop_http.metrics import Metrics
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimiter
from shop_http.receiving import ClientGone
from shop_http.request_ids import request_id_from
from shop_http.serving import send_answer

ROUTED_METHODS: Final[tuple[Method, ...]] = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Every path is routed for all of these, so that it can name those that it takes when it refuses one."""
LONGEST_USER_AGENT: Final = 512
HEADERS_LIMIT: Final = 16 * 1024
"""Bytes of all names and values; servers before us allow about as much for a line or for all."""
_log: Final = logging.getLogger("shop.http")


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the edge holds every request to."""

    hosts: AllowedHosts
    proxies: TrustedProxies
    origins: CorsPolicy
    limit: RateLimiter
    metrics: Metrics
    headers: RawHeaders
    clock: Callable[[], datetime]
    new_request_id: Callable[[], str]


class Edge:
    """Wraps the application; nothing gets in or out past it."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        """Stand before the application."""
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = cast("HTTPScope", scope)
        exchange = self._exchange(scope)
        going_out = _GoingOut(send, exchange, self._rules)
        try:
            await self._serve(exchange, scope, receive, going_out)
        except ClientGone:
            return
        except Exception as error:
            if going_out.has_started:
                raise
            refusal = self._refusal(error, exchange)
            problem = accepts_problem_json(exchange.headers.get(b"accept", b""))
            await send_answer(
                going_out, error_response(refusal, as_problem=problem), without_body=exchange.method == "HEAD"
            )

    async def _serve(self, exchange: Exchange, scope: HTTPScope, receive: Receive, send: Send) -> None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS_LIMIT:
            raise HeadersTooLarge
        self._rules.hosts.check(scope["headers"])
        preflight = self._rules.origins.preflight(exchange.method, exchange.headers)
        if preflight is not None:
            await send_answer(send, preflight)
            return
        await self._rules.limit.count_request(exchange.client.ip_address)
        if exchange.method not in ROUTED_METHODS:
            scope["method"] = "OPTIONS"  # whatever it is, the path's handler refuses it with its `Allow`
        scope["state"] = {"exchange": exchange}
        await self._app(scope, receive, send)

    def _exchange(self, scope: HTTPScope) -> Exchange:
        headers = dict(scope["headers"])
        peer = scope["client"]
        agent = headers.get(b"user-agent", b"").decode("latin-1")[:LONGEST_USER_AGENT]
        address = self._rules.proxies.client_address(peer[0] if peer else "", scope["headers"])
        return Exchange(
            method=scope["method"],
            path=scope["path"],
            headers=headers,
            parameters={},
            query=scope["query_string"],
            client=ClientInfo(ip_address=address, user_agent=agent),
            request_id=request_id_from(headers.get(b"x-request-id"), self._rules.new_request_id),
        )

    @staticmethod
    def _refusal(error: Exception, exchange: Exchange) -> ShopError:
        if isinstance(error, ShopError):
            return error
        if isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_FOUND:
            return NotFound()
        _log.error("unexpected error in request %s", exchange.request_id, exc_info=error)
        return InternalError(request_id=exchange.request_id)


class _GoingOut:
    """Sends an answer with the headers that every answer has, and notes it in the access log when it is out."""

    def __init__(self, send: Send, exchange: Exchange, rules: Rules) -> None:
        self._send = send
        self._exchange = exchange
        self._rules = rules
        self._started = time.perf_counter()
        self._status = 0
        self._size = 0

    @property
    def has_started(self) -> bool:
        """Tell whether a status is out, so that no other can follow."""
        return self._status != 0

    async def __call__(self, message: Message) -> None:
        """Pass a message of the answer on."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message["headers"] = self._headers(tuple(message["headers"]))
        await self._send(message)
        if message["type"] == "http.response.body":
            self._size += len(message.get("body", b""))
            if not message.get("more_body", False):
                self._note()

    def _headers(self, own: RawHeaders) -> RawHeaders:
        named = {name for name, _ in own}
        usual = tuple(header for header in self._rules.headers if header[0] not in named)
        request_id = (b"x-request-id", self._exchange.request_id.encode())
        return (*own, *usual, *self._rules.origins.response_headers(self._exchange.headers), request_id)

    def _note(self) -> None:
        seconds = time.perf_counter() - self._started
        own = self._exchange
        self._rules.metrics.record(method=own.method, route=own.route, status=self._status, seconds=seconds)
        log_request(own, at=self._rules.clock(), status=self._status, size=self._size, seconds=seconds)
