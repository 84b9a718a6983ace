"""What every request and every socket passes before it is routed.

Litestar's middlewares belong to routes, so an unknown address or method would pass beside them: this wraps all of it.
"""

from collections.abc import Callable
from typing import Any, Final, cast

import msgspec
from litestar import Request
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

from shop_domain.auth.model import ClientInfo
from shop_domain.kernel.errors import ShopError
from shop_http.cors import CorsPolicy
from shop_http.errors import HeadersTooLarge, error_response, status_of
from shop_http.hosts import AllowedHosts
from shop_http.litestar_internals import send_response
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimiter
from shop_http.request_ids import request_id_from
from shop_http.request_info import RequestInfo

LONGEST_USER_AGENT: Final = 512
HEADERS_LIMIT: Final = 16 * 1024
"""Bytes of all names and values; servers before us allow about as much for a line or for all."""
SOCKET_REFUSED: Final = 4000
"""A socket's closing code is this and the status that a request would have got."""


class RequestRules(msgspec.Struct, frozen=True, kw_only=True):
    """What every request is held to."""

    hosts: AllowedHosts
    proxies: TrustedProxies
    cors: CorsPolicy
    rate_limit: RateLimiter
    new_request_id: Callable[[], str]


class RequestPolicy:
    """Lets a request through to Litestar, or refuses it."""

    def __init__(self, app: ASGIApp, rules: RequestRules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        info = scope["state"]["info"] = self._info(scope)
        bind_contextvars(request_id=info.request_id)
        try:
            self._check(scope, info)
            preflight = self._rules.cors.preflight(info.method, info.headers)
            if preflight is not None:
                await send_response(preflight, scope, receive, send)
                return
            await self._rules.rate_limit.count_request(info.caller.client.ip_address)
            if info.method == "HEAD":
                cast("HTTPScope", scope)["method"] = "GET"  # the response policy leaves the content out
        except ShopError as refusal:
            await _refuse(refusal, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, scope: Scope, info: RequestInfo) -> None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS_LIMIT:
            raise HeadersTooLarge
        self._rules.hosts.check(scope["headers"])
        if scope["type"] == "websocket":
            self._rules.cors.check_socket(info.headers)

    def _info(self, scope: Scope) -> RequestInfo:
        headers = dict(scope["headers"])
        peer = scope["client"]
        agent = headers.get(b"user-agent", b"").decode("latin-1")[:LONGEST_USER_AGENT]
        address = self._rules.proxies.client_address(peer[0] if peer else "", scope["headers"])
        return RequestInfo(
            method=scope["method"] if scope["type"] == "http" else "GET",
            path=scope["path"],
            headers=headers,
            client=ClientInfo(ip_address=address, user_agent=agent),
            request_id=request_id_from(headers.get(b"x-request-id"), self._rules.new_request_id),
        )


async def _refuse(refusal: ShopError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        code = SOCKET_REFUSED + status_of(refusal)
        await send({"type": "websocket.close", "code": code, "reason": refusal.code})
        return
    await send_response(error_response(Request[Any, Any, Any](scope), refusal), scope, receive, send)
