"""The application: the one place where HTTP meets the container."""

import sys
from asyncio import to_thread
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Controller, Litestar
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware
from litestar.plugins import PluginProtocol
from litestar.types import ASGIApp

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.logs import configure_logging
from shop_adapters.composition.paypal_simulator import MOUNT_PATH, server_url, shared_simulator_url
from shop_adapters.jobs.worker_factory import build_worker
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_domain.payments.model import Method
from shop_http.access_log import configure_access_log
from shop_http.cors import CorsPolicy
from shop_http.dependencies import dependencies
from shop_http.documentation.document import OpenApiDocument, openapi_config
from shop_http.errors import EXCEPTION_HANDLERS
from shop_http.guards import EveryRouteIsGuarded
from shop_http.health import HealthChecks
from shop_http.hosts import AllowedHosts
from shop_http.litestar_internals import PlainRoutes, wrap_application
from shop_http.media import MediaFolder
from shop_http.metrics import Metrics
from shop_http.mounting import beside
from shop_http.pages.link_pages import TEMPLATES
from shop_http.payer_pages import PayerReturnPages
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimiter
from shop_http.request_body import JSON_LIMIT
from shop_http.request_policy import RequestPolicy, RequestRules
from shop_http.request_validation import RouteInputs, StrictBody, validate_request
from shop_http.response_policy import ResponsePolicy
from shop_http.routes.accounts import AddressController, MeController
from shop_http.routes.auth import AuthController, PasswordController, RegistrationController
from shop_http.routes.cart import CartController, CartCouponController, CartItemController
from shop_http.routes.catalog import ProductController, TaxonomyController
from shop_http.routes.coupons import CouponController
from shop_http.routes.inventory import InventoryController
from shop_http.routes.media import MediaController
from shop_http.routes.metrics import MetricsController
from shop_http.routes.orders import OrderController
from shop_http.routes.pages import PageController
from shop_http.routes.payments import PaymentController
from shop_http.routes.second_factor import SecondFactorController
from shop_http.routes.security import AuditController, SecurityController, StaffUserController
from shop_http.routes.sessions import SessionController
from shop_http.routes.system import SystemController
from shop_http.schemas.paging import PageLinks
from shop_http.security_headers import security_headers
from shop_http.thread_pools import ThreadPools
from shop_http.threaded_routes import ShopRequest, ThreadedRoutes

CONTROLLERS: Final[tuple[type[Controller], ...]] = (
    # A new context adds its line here.
    SystemController,
    MetricsController,
    ProductController,
    TaxonomyController,
    MediaController,
    RegistrationController,
    AuthController,
    PasswordController,
    SessionController,
    SecondFactorController,
    SecurityController,
    StaffUserController,
    AuditController,
    MeController,
    AddressController,
    CartController,
    CartItemController,
    CartCouponController,
    CouponController,
    PaymentController,
    OrderController,
    InventoryController,
    PageController,
)


def create_app(
    shop: Shop, controllers: Sequence[type[Controller]] = CONTROLLERS, plugins: Sequence[PluginProtocol] = ()
) -> Litestar:
    """Make the application for a shop; plugins bring what else its controllers need of Litestar."""
    settings, own = shop.settings(), _http_services(shop)
    app = Litestar(
        route_handlers=list(controllers),
        dependencies=dependencies(
            {**_domain_services(shop), **msgspec.structs.asdict(own)},
            PageLinks(settings.public_url, settings.secret_key),
        ),
        dto=StrictBody,
        return_dto=None,
        before_request=validate_request,
        before_send=[_response_policy(shop, own.metrics)],
        exception_handlers=EXCEPTION_HANDLERS,
        middleware=[DefineMiddleware(ThreadedRoutes, pools=own.thread_pools)],
        plugins=[PlainRoutes(), RouteInputs(), EveryRouteIsGuarded(), *plugins],
        lifespan=[partial(_lifespan, shop, own)],
        openapi_config=openapi_config(settings.public_url),
        logging_config=None,
        request_class=ShopRequest,
        request_max_body_size=JSON_LIMIT,
        template_config=TEMPLATES,
        state=State({"thread_pools": own.thread_pools, "sessions": shop.sessions(), "idempotency": shop.idempotency()}),
    )
    own.document.describe(app)
    wrap_application(app, partial(RequestPolicy, rules=_request_rules(shop)))
    return app


def _request_rules(shop: Shop) -> RequestRules:
    settings, new_id = shop.settings(), shop.new_id()
    return RequestRules(
        hosts=AllowedHosts(settings.allowed_hosts),
        proxies=TrustedProxies(settings.trusted_proxies),
        cors=CorsPolicy(settings.cors_allowed_origins),
        rate_limit=RateLimiter(settings.rate_limit_per_minute, shared=shop.shared_rate_limit()),
        new_request_id=lambda: str(new_id()),
    )


def _response_policy(shop: Shop, metrics: Metrics) -> ResponsePolicy:
    return ResponsePolicy(
        headers=security_headers(is_production=shop.settings().is_production),
        cors=CorsPolicy(shop.settings().cors_allowed_origins),
        metrics=metrics,
        clock=shop.clock(),
    )


class HttpServices(msgspec.Struct, frozen=True, kw_only=True):
    """What handlers may ask for that only HTTP has, by the names under which they do."""

    document: OpenApiDocument
    health: HealthChecks
    media: MediaFolder
    metrics: Metrics
    payer_pages: PayerReturnPages
    thread_pools: ThreadPools


def _http_services(shop: Shop) -> HttpServices:
    settings = shop.settings()
    return HttpServices(
        document=OpenApiDocument(),
        health=HealthChecks(checks={"database": shop.store().ping}, clock=shop.clock()),
        media=MediaFolder(Path(settings.media_dir)),
        metrics=Metrics(settings.metrics_token),
        payer_pages=PayerReturnPages(settings.frontend_url),
        thread_pools=ThreadPools(settings.database_pool_size),
    )


def _domain_services(shop: Shop) -> dict[str, Any]:
    """Make the domain's services, each by the name of its provider."""
    own = {name: provider for name, provider in shop.providers.items() if _is_service(getattr(provider, "cls", None))}
    return {name: provider() for name, provider in own.items()}


def _is_service(kind: type | None) -> bool:
    return kind is not None and kind.__module__.startswith("shop_domain.") and ".service" in kind.__module__


@asynccontextmanager
async def _lifespan(shop: Shop, own: HttpServices, _app: Litestar) -> AsyncGenerator[None, None]:
    worker = build_worker(shop) if shop.settings().embedded_worker else None
    if worker is not None:
        worker.start()
    yield
    if worker is not None:
        await to_thread(worker.stop)
    own.thread_pools.close()
    own.health.close()
    if isawaitable(closing := shop.shared_rate_limit().close()):
        await closing


def from_environment() -> ASGIApp:
    """Make the application as the environment describes it; in development with a PayPal of its own."""
    settings = load_settings()
    configure_logging(settings)
    configure_access_log(sys.stderr)
    shop = build(settings)
    account = shop.simulator_accounts().get(Method.PAYPAL)
    if account is not None:
        return _mount_simulator(shop, account)
    elsewhere = shared_simulator_url(settings)
    return create_app(shop) if elsewhere is None else _forward_to_shared_simulator(shop, elsewhere)


def _mount_simulator(shop: Shop, account: PayPalAccount) -> ASGIApp:
    from shop_http.paypal_simulator import paypal_simulator, simulator_config

    config = simulator_config(
        server_url=server_url(shop.settings()),
        public_url=shop.settings().public_url,
        path=MOUNT_PATH,
        client=(account.client_id, account.client_secret),
        webhook_id=account.webhook_id or "",
    )
    return beside(create_app(shop), MOUNT_PATH, paypal_simulator(config))


def _forward_to_shared_simulator(shop: Shop, base: str) -> ASGIApp:
    from shop_http.reverse_proxy import reverse_proxy

    return beside(create_app(shop), MOUNT_PATH, reverse_proxy(base, MOUNT_PATH))
