"""The application: the one place where HTTP meets the container."""

from collections.abc import Iterable
from typing import Any, Final

from litestar.types import ASGIApp

from shop_adapters.composition.container import Shop
from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.service.sessions import SessionService
from shop_domain.kernel.service import IdempotencyService
from shop_http.authentication import NotAuthenticated
from shop_http.binding import Binding, FindService, bind
from shop_http.cors import CrossOrigin
from shop_http.documentation.document import ApiDocument
from shop_http.edge import Edge, Rules
from shop_http.health import Health
from shop_http.hosts import AllowedHosts
from shop_http.idempotency import Once
from shop_http.mounting import by_path, mounted
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimit
from shop_http.routes.system import SystemController
from shop_http.routing import Controller
from shop_http.security_headers import security_headers
from shop_http.serving import PathHandler
from shop_http.wire.paging import Pages
from shop_http.workers import Workers

CONTROLLERS: Final[tuple[type[Controller], ...]] = (
    # A new context adds its line here.
    SystemController,
)


def create_app(shop: Shop, controllers: Iterable[type[Controller]] = CONTROLLERS) -> ASGIApp:
    """Make the application for a shop."""
    settings = shop.settings()
    bindings: list[Binding] = []
    document = ApiDocument(bindings, public_url=settings.public_url)
    health = Health(checks={"database": shop.store().ping}, clock=shop.clock())
    find = _finder(shop, {ApiDocument: document, Health: health})
    pages = Pages(public_url=settings.public_url, secret=settings.secret_key.encode())
    bindings += [bind(endpoint, find, pages) for controller in controllers for endpoint in controller().endpoints()]

    workers = Workers(settings.database_pool_size)
    once, sessions = Once(find(IdempotencyService)), _sessions(find)
    handlers = {path: PathHandler(own, workers, sessions, once) for path, own in by_path(bindings).items()}
    return Edge(mounted(handlers, at_end=workers.close), _rules(shop))


def from_environment() -> ASGIApp:
    """Make the application as the environment describes it."""
    from shop_adapters.composition.container import build
    from shop_adapters.composition.environment import load_settings

    return create_app(build(load_settings()))


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


def _finder(shop: Shop, own: dict[type, object]) -> FindService:
    """Find services by their type: those that HTTP brings itself, and the container's."""
    made = {getattr(provider, "cls", None): provider for provider in shop.providers.values()}

    def find(kind: type) -> Any:  # noqa: ANN401 - the type that was asked for
        if kind in own:
            return own[kind]
        if kind not in made:
            msg = f"the container has no {kind.__name__}"
            raise LookupError(msg)
        return made[kind]()

    return find


def _sessions(find: FindService) -> Any:
    try:
        return find(SessionService)
    except LookupError:
        return NoSessions()


class NoSessions:
    def check(self, access_token: str, client: ClientInfo) -> SignedIn:  # noqa: ARG002
        raise NotAuthenticated
