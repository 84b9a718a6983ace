"""Serve a provider as an ASGI application, misfortunes included."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, unquote

from shop_http.simulators.control import control_routes
from shop_http.simulators.messages import Reply, Request, as_json
from shop_http.simulators.misfortune import Cut, Exchange
from shop_http.simulators.provider import Provider
from shop_http.simulators.routing import route_for
from shop_http.simulators.timekeeper import Timekeeper

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
ABORT = "shop_http.simulators.abort"
"""A server that offers this ASGI extension breaks the connection when its callable is called."""
_MAX_BODY = 4_194_304


class SimulatorApp:
    """An ASGI application; it may be mounted under `prefix`, and never blocks its event loop."""

    def __init__(self, provider: Provider, prefix: str) -> None:
        self.provider = provider
        self._prefix = prefix
        self._timekeeper = Timekeeper(provider)
        self._control = control_routes(provider, self._timekeeper)
        self._at_work: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await self._request(scope, receive)
        outcome = await self._outcome(request, receive)
        if isinstance(outcome, Cut):
            await _cut(outcome, scope, send)
        else:
            await _send(outcome, send)
        self._timekeeper.wake()

    async def _outcome(self, request: Request, receive: Receive) -> Reply | Cut:
        if route_and_request := route_for(self._control, request):
            route, named = route_and_request
            return await route.answer(named)
        if request.path.startswith("/_sim/"):
            return as_json({"error": "no such control"}, status=404)
        return await Exchange(self.provider, self._at_work, self._hang_up(receive)).play(request)

    def _hang_up(self, receive: Receive) -> Callable[[], Awaitable[None]]:
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


async def _send(reply: Reply, send: Send) -> None:
    sized = {**reply.headers, "Content-Length": str(len(reply.body))}
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in sized.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


async def _cut(cut: Cut, scope: Scope, send: Send) -> None:
    abort = scope.get("extensions", {}).get(ABORT)
    if abort:
        abort(cut)
    else:  # a server that cannot break a connection says what a proxy would
        await _send(Reply(status=502), send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
