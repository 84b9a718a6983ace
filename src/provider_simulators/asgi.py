"""Serve a provider as an ASGI application, misfortunes included."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, unquote

from provider_simulators.control_api import control_routes
from provider_simulators.fault_injection import BrokenConnection, FaultInjector
from provider_simulators.http_messages import Request, Response, json_response
from provider_simulators.provider import SimulatedProvider
from provider_simulators.routing import match_route
from provider_simulators.scheduler import Scheduler

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
ABORT = "provider_simulators.abort"
"""A server that offers this ASGI extension breaks the connection when its callable is called."""
_MAX_BODY = 4_194_304


class SimulatorApp:
    """An ASGI application; it may be mounted under `prefix`, and never blocks its event loop."""

    def __init__(self, provider: SimulatedProvider, prefix: str) -> None:
        self.provider = provider
        self._prefix = prefix
        self._scheduler = Scheduler(provider)
        self._control_routes = control_routes(provider, self._scheduler)
        self._requests_in_progress: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await self._request(scope, receive)
        outcome = await self._outcome(request, receive)
        if isinstance(outcome, BrokenConnection):
            await _break_connection(outcome, scope, send)
        else:
            await _send(outcome, send)
        self._scheduler.wake()

    async def _outcome(self, request: Request, receive: Receive) -> Response | BrokenConnection:
        if route_and_request := match_route(self._control_routes, request):
            route, named = route_and_request
            return await route.handler(named)
        if request.path.startswith("/_sim/"):
            return json_response({"error": "no such control"}, status=404)
        return await FaultInjector(self.provider, self._requests_in_progress, self._watch_disconnect(receive)).handle(
            request
        )

    def _watch_disconnect(self, receive: Receive) -> Callable[[], Awaitable[None]]:
        async def until_gone() -> None:
            message = await receive()
            while message["type"] != "http.disconnect":
                message = await receive()

        return until_gone

    def _own_path(self, path: str) -> str:
        """Return the path without the prefix, which a server that mounts the application may or may not cut."""
        own = f"{path.rstrip('/')}/".removeprefix(f"{self._prefix}/") if self._prefix else path
        return "/" + own.strip("/")

    async def _request(self, scope: Scope, receive: Receive) -> Request:
        raw_path = cast("bytes", scope.get("raw_path") or scope["path"].encode())
        path = unquote(raw_path.decode("latin-1").partition("?")[0])
        headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
        return Request(
            method=scope["method"],
            path=self._own_path(path),
            query=dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
            headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers},
            body=await _body(receive),
        )


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= _MAX_BODY:
            parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def _send(response: Response, send: Send) -> None:
    sized = {**response.headers, "Content-Length": str(len(response.body))}
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in sized.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


async def _break_connection(broken: BrokenConnection, scope: Scope, send: Send) -> None:
    abort = scope.get("extensions", {}).get(ABORT)
    if abort:
        abort(broken)
    else:  # a server that cannot break a connection says what a proxy would
        await _send(Response(status=502), send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
