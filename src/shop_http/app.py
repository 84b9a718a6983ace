"""The application: the one place where HTTP meets the container."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from shop_adapters.composition.container import Shop
from shop_domain.auth.model import SignedIn
from shop_domain.kernel.service import IdempotencyService
from shop_http.authentication import NotAuthenticated, Sessions
from shop_http.binding import Binding, FindService, bind
from shop_http.cors import CrossOrigin
from shop_http.edge import ROUTED_METHODS, Edge, Rules
from shop_http.health import Health
from shop_http.hosts import AllowedHosts
from shop_http.idempotency import Once
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimit
from shop_http.routes.system import SystemController
from shop_http.routing import Controller
from shop_http.security_headers import security_headers
from shop_http.serving import PathHandler
from shop_http.wire.paging import Pages
from shop_http.workers import Workers

CONTROLLERS: Final[tuple[type[Controller], ...]] = (SystemController,)
"""Every context's routes; a new context adds its line."""


def create_app(shop: Shop, controllers: Iterable[type[Controller]] = CONTROLLERS) -> ASGIApp:
    """Make the application for a shop."""
    settings = shop.settings()
    workers = Workers(settings.database_pool_size)
    pages = Pages(public_url=settings.public_url, secret=settings.secret_key.encode())
    once = Once(_finder(shop)(IdempotencyService))
    bindings = [
        bind(endpoint, _finder(shop), pages) for controller in controllers for endpoint in controller().endpoints()
    ]

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None, None]:
        yield
        workers.close()

    litestar = Litestar(
        route_handlers=[
            _mounted(path, PathHandler(methods, workers, _sessions(shop), once))
            for path, methods in by_path(bindings).items()
        ],
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
        exception_handlers={Exception: _leave_to_the_edge},
    )
    return Edge(litestar, _rules(shop))


def _rules(shop: Shop) -> Rules:
    settings, new_id = shop.settings(), shop.new_id()
    return Rules(
        hosts=AllowedHosts(settings.allowed_hosts),
        proxies=TrustedProxies(settings.trusted_proxies),
        origins=CrossOrigin(settings.cors_allowed_origins),
        limit=RateLimit(settings.rate_limit_per_minute),
        headers=security_headers(is_production=settings.is_production),
        clock=shop.clock(),
        new_request_id=lambda: str(new_id()),
    )


def by_path(bindings: Iterable[Binding]) -> dict[str, dict[str, Binding]]:
    """Gather the methods of each path; raise ValueError where two handlers claim the same."""
    paths = defaultdict[str, dict[str, Binding]](dict)
    for binding in bindings:
        methods = paths[binding.endpoint.path]
        if methods.setdefault(binding.endpoint.method, binding) is not binding:
            msg = f"two handlers for {binding.endpoint.method} {binding.endpoint.path}"
            raise ValueError(msg)
    return paths


def from_environment() -> ASGIApp:
    """Make the application as the environment describes it."""
    from shop_adapters.composition.container import build
    from shop_adapters.composition.environment import load_settings

    return create_app(build(load_settings()))


def _finder(shop: Shop) -> FindService:
    """Find services by their type: the container's, and what HTTP itself brings."""
    own = {Health: Health(checks={"database": shop.store().ping}, clock=shop.clock())}
    made = {getattr(provider, "cls", None): provider for provider in shop.providers.values()}

    def find(kind: type) -> Any:  # noqa: ANN401 - the type that was asked for
        if kind in own:
            return own[kind]
        if kind not in made:
            msg = f"the container has no {kind.__name__}"
            raise LookupError(msg)
        return made[kind]()

    return find


def _sessions(shop: Shop) -> Sessions:
    for provider in shop.providers.values():
        if getattr(getattr(provider, "cls", None), "__name__", "") == "SessionService":
            return provider()
    return NoSessions()


class NoSessions:
    """Knows nobody."""

    def check(self, access_token: str) -> SignedIn:  # noqa: ARG002
        raise NotAuthenticated


def _mounted(path: str, handler: PathHandler) -> HTTPRouteHandler:
    async def answering() -> ASGIApp:
        return handler

    return HTTPRouteHandler(path, http_method=ROUTED_METHODS, name=path)(answering)


def _leave_to_the_edge(_request: object, error: Exception) -> Response[None]:
    raise error
