"""Take the body in, and run a plain handler's route in a thread, whole; an async one's stays on the loop.

Everything that Litestar does for a plain handler (guards, body, dependencies, the handler, its answer, refusals) is
made of coroutines that never wait when all in them is synchronous. So a thread drives them to their end in one step.
One that would wait is a mistake of ours: PlainRoutes finds most at the start, and the first call finds the others.
"""

from collections.abc import Coroutine
from functools import partial
from typing import Any, cast

from litestar import Request
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from shop_domain.kernel.errors import ShopError
from shop_http.errors import internal_error_response
from shop_http.litestar_internals import body_type_of, runs_in_thread, send_response
from shop_http.request_body import JSON_LIMIT, ClientGone, has_no_body, is_silent, read_body, with_deadline
from shop_http.request_info import RequestInfo, request_info
from shop_http.request_validation import takes_form
from shop_http.thread_pools import Lane, ThreadPools


class WaitsForTheLoop(RuntimeError):
    """A plain handler, or something around it, waits for the event loop; make the handler `async`."""


class ThreadedRoutes:
    """Litestar middleware: takes the body in, and runs the rest of a plain handler's route in a thread of its lane."""

    def __init__(self, app: ASGIApp, pools: ThreadPools) -> None:
        self._app = app
        self._pools = pools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        handler = cast("HTTPRouteHandler", scope["route_handler"])
        is_plain = runs_in_thread(handler)
        if not is_plain and takes_form(handler):
            await self._app(scope, with_deadline(receive), send)
            return
        info = request_info(scope)
        try:
            info.body = await _body(handler, info, receive)
        except ClientGone:
            return
        if is_plain:
            await self._serve_in_thread(handler.opt.get("lane", Lane.MAIN), info.body, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _serve_in_thread(self, lane: Lane, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            messages = await self._pools.run(lane, partial(drive, self._app, scope, body))
        except (ShopError, HTTPException):
            raise
        except Exception as error:  # noqa: BLE001 - nothing is out yet, though Litestar believes that an answer was begun
            response = internal_error_response(Request[Any, Any, Any](scope), error)
            await send_response(response, scope, receive, send)
            return
        for message in messages:
            await send(message)


async def _body(handler: HTTPRouteHandler, info: RequestInfo, receive: Receive) -> bytes:
    if info.method in {"GET", "HEAD"}:
        return b""
    if is_silent(info.headers):
        if body_type_of(handler) is None:
            return b""
        return b"{}" if has_no_body(info.headers) else b" "  # saying nothing is saying {}, but nothing is not JSON
    return await read_body(receive, info.headers, handler.resolve_request_max_body_size() or JSON_LIMIT)


def drive(app: ASGIApp, scope: Scope, body: bytes) -> list[Message]:
    """Run an application to its end in this thread and give what it sent; raise WaitsForTheLoop where it waits."""
    sent = list[Message]()

    async def receive() -> HTTPReceiveMessage:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    running = cast("Coroutine[Any, Any, None]", app(scope, receive, send))
    try:
        running.send(None)
    except StopIteration:
        return sent
    running.close()
    raise WaitsForTheLoop(scope["path_template"])


class ShopRequest(Request[Any, Any, Any]):
    """A request whose body is in already, where its handler is a plain one."""

    async def body(self) -> bytes:
        body = request_info(self.scope).body
        return await super().body() if body is None else body
