"""The edge: what every request passes, whatever it asks for."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Method, Receive, Scope, Send

from shop_domain.auth.model import ClientInfo
from shop_domain.kernel.errors import ShopError
from shop_http.errors import InternalError, NotFound, sent, wants_problem
from shop_http.exchange import Exchange
from shop_http.receiving import ClientGone
from shop_http.request_ids import request_id_of
from shop_http.serving import send_answer

ROUTED_METHODS: Final[tuple[Method, ...]] = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Every path is routed for all of these, so that it can name those that it takes when it refuses one."""
_log: Final = logging.getLogger("shop.http")


class Edge:
    """Wraps the application: request id, errors in their shapes, headers."""

    def __init__(self, app: ASGIApp, *, new_request_id: Callable[[], str]) -> None:
        """Stand before the application."""
        self._app = app
        self._new_request_id = new_request_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = self._exchange(scope)
        if exchange.method not in ROUTED_METHODS:
            scope["method"] = "OPTIONS"  # whatever it is, the path's handler refuses it with its `Allow`
        scope["state"] = {**scope.get("state", {}), "exchange": exchange}
        try:
            await self._app(scope, receive, send)
        except ClientGone:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer in its shape
            refusal = self._refusal(error, exchange)
            problem = wants_problem(exchange.headers.get(b"accept", b""))
            await send_answer(send, sent(refusal, as_problem=problem), without_body=exchange.method == "HEAD")

    def _exchange(self, scope: Scope) -> Exchange:
        headers = dict(scope["headers"])
        client = scope.get("client")
        return Exchange(
            method=scope["method"],
            path=scope["path"],
            headers=headers,
            parameters={},
            query=scope.get("query_string", b""),
            client=ClientInfo(
                ip_address=client[0] if client else "",
                user_agent=headers.get(b"user-agent", b"").decode("latin-1")[:512],
            ),
            request_id=request_id_of(headers.get(b"x-request-id"), self._new_request_id),
        )

    @staticmethod
    def _refusal(error: Exception, exchange: Exchange) -> ShopError:
        if isinstance(error, ShopError):
            return error
        if isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_FOUND:
            return NotFound()
        _log.error("unexpected error", exc_info=error, extra={"request_id": exchange.request_id})
        return InternalError(request_id=exchange.request_id)
