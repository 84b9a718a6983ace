"""Hand the routes to Litestar, which finds the path's handler for each request."""

from asyncio import to_thread
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from inspect import isawaitable
from typing import Protocol

from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from shop_http.binding import Binding
from shop_http.edge import ROUTED_METHODS


def by_path(bindings: Iterable[Binding]) -> dict[str, dict[str, Binding]]:
    """Gather the methods of each path; raise ValueError where two handlers claim the same."""
    paths = defaultdict[str, dict[str, Binding]](dict)
    for binding in bindings:
        methods = paths[binding.endpoint.path]
        if methods.setdefault(binding.endpoint.method, binding) is not binding:
            msg = f"two handlers for {binding.endpoint.method} {binding.endpoint.path}"
            raise ValueError(msg)
    return paths


class Background(Protocol):
    """Something that works beside the requests, in threads of its own."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> bool:
        """End, and wait for it."""
        ...


def mounted(
    handlers: Mapping[str, ASGIApp], *, at_end: Sequence[Callable[[], object]], background: Sequence[Background] = ()
) -> Litestar:
    """Make Litestar serve a handler a path; errors are left to the edge, which gives each its shape."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None, None]:
        for work in background:
            work.start()
        yield
        for work in background:
            await to_thread(work.stop)
        for close in at_end:
            if isawaitable(waiting := close()):
                await waiting

    return Litestar(
        route_handlers=[_route(path, handler) for path, handler in handlers.items()],
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
        exception_handlers={Exception: _leave_to_the_edge},
    )


def beside(app: ASGIApp, path: str, other: ASGIApp) -> ASGIApp:
    """Let another application answer below a path; it is not the shop, so the edge does not stand before it."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        is_other = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{path}/")
        await (other if is_other else app)(scope, receive, send)

    return serve


def _route(path: str, handler: ASGIApp) -> HTTPRouteHandler:
    async def answering() -> ASGIApp:
        return handler

    return HTTPRouteHandler(path, http_method=ROUTED_METHODS, name=path)(answering)


def _leave_to_the_edge(_request: object, error: Exception) -> Response[None]:
    raise error
