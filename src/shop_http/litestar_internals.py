"""Everything that the shop touches of Litestar beyond what its documentation promises.

All of it is used when the application is made, so that a Litestar that has renamed any of it is noticed by the start.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, cast

from litestar import Litestar, Request, Response
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.plugins import ReceiveRoutePlugin
from litestar.routes import ASGIRoute, BaseRoute, HTTPRoute, WebSocketRoute
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.typing import FieldDefinition
from litestar.utils import normalize_path
from litestar.utils.sync import AsyncCallable


def wrap_application(app: Litestar, wrap: Callable[[ASGIApp], ASGIApp]) -> None:
    """Put something before the router, inside of the `before_send` hooks."""
    app.asgi_handler = wrap(app.asgi_handler)
    app.state.find_route = app.asgi_router.handle_routing


def handlers_of(route: BaseRoute) -> tuple[BaseRouteHandler, ...]:
    """Give the handlers of a route: one a method, or one of a socket."""
    if isinstance(route, HTTPRoute):
        return tuple(route.route_handlers)
    return (route.route_handler,) if isinstance(route, ASGIRoute | WebSocketRoute) else ()


def methods_of(handler: BaseRouteHandler) -> set[str]:
    """Give the methods that a handler serves; a socket's opening is a GET."""
    return {str(method) for method in handler.http_methods} if isinstance(handler, HTTPRouteHandler) else {"GET"}


def guards_on(handler: BaseRouteHandler) -> Sequence[object]:
    """Give what stands before a handler, from the outermost layer to its own."""
    return handler.resolve_guards()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - its generics


def runs_in_thread(handler: HTTPRouteHandler) -> bool:
    """Tell whether a handler is a plain function, which may block."""
    return handler.has_sync_callable


def parameters_of(handler: HTTPRouteHandler) -> dict[str, FieldDefinition]:
    """Give the parameters of a handler, by name."""
    return handler.parsed_fn_signature.parameters


def return_type_of(handler: HTTPRouteHandler) -> FieldDefinition:
    """Give what a handler returns."""
    return handler.parsed_fn_signature.return_type


def body_type_of(handler: HTTPRouteHandler) -> Any:  # noqa: ANN401 - a type
    """Give the type of what a handler takes as `data`, or None."""
    field = handler.parsed_data_field
    return None if field is None else field.annotation


def reads_body_with(handler: HTTPRouteHandler, dto: type) -> bool:
    """Tell whether a handler's `data` is read by a DTO."""
    return handler.resolve_data_dto() is dto  # pyright: ignore[reportUnknownMemberType] - its generics


async def send_response(response: Response[Any], scope: Scope, receive: Receive, send: Send) -> None:
    """Answer outside of a route."""
    request = Request[Any, Any, Any](scope, receive, send)
    await response.to_asgi_response(None, request)(scope, receive, send)  # pyright: ignore[reportUnknownMemberType]


def template_of(scope: Scope) -> str | None:
    """Give the route's path with names in place of what varies; None where no route has the address."""
    return cast("dict[str, Any]", scope).get("path_template")


def note_route(request: Request[Any, Any, Any], method: str) -> None:
    """Tell the access log which route an address has, though not for the method that came."""
    scope = request.scope
    found = request.app.state.find_route(path=normalize_path(scope["path"]), method=method)
    *_, scope["path_params"], scope["path_template"] = found


class PlainRoutes(ReceiveRoutePlugin):
    """Sees to it that nothing around a plain handler waits; raises when the application is made, not when it serves."""

    def receive_route(self, route: BaseRoute) -> None:
        for handler, model in route.route_handler_map.values() if isinstance(route, HTTPRoute) else ():
            # Litestar resolves dependencies that don't need each other in a task group: here one after another.
            model.dependency_batches = [{one} for batch in model.dependency_batches for one in batch]
            if runs_in_thread(handler):
                _check(handler, (one.provide for batch in model.dependency_batches for one in batch))


_WAITING: Final = "write it as an async function that does not wait"


def _check(handler: HTTPRouteHandler, providers: Iterable[Any]) -> None:
    if any(not provide.has_sync_callable or provide.has_sync_generator_dependency for provide in providers):
        msg = f"{handler}: a dependency waits; make the handler async"
        raise ImproperlyConfiguredException(msg)
    hooks = (*guards_on(handler), handler.resolve_before_request(), handler.resolve_after_response())
    if any(isinstance(hook, AsyncCallable) for hook in hooks):
        msg = f"{handler}: a guard or hook goes to a thread of its own; {_WAITING}"
        raise ImproperlyConfiguredException(msg)
    if handler.background is not None or handler.cache:
        msg = f"{handler}: background tasks and caches wait; make the handler async"
        raise ImproperlyConfiguredException(msg)
