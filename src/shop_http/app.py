"""The application: the one place where HTTP meets the container."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from litestar.types import ASGIApp

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.logs import configure_logging
from shop_adapters.composition.paypal_simulator import MOUNT_PATH, server_url, shared_simulator_url
from shop_adapters.jobs.worker_factory import build_worker
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_domain.auth.service.check_sessions import SessionService
from shop_domain.kernel.service import IdempotencyService
from shop_domain.payments.model import Method
from shop_domain.staff.service.write_audit_log import AuditLogService
from shop_http.access_log import configure_access_log
from shop_http.binding import Binding, FindService, bind
from shop_http.cors import CorsPolicy
from shop_http.documentation.document import OpenApiDocument
from shop_http.edge import Edge, Rules
from shop_http.health import HealthChecks
from shop_http.hosts import AllowedHosts
from shop_http.idempotency import Idempotency
from shop_http.media import MediaFolder
from shop_http.metrics import Metrics
from shop_http.mounting import beside, by_path, mounted
from shop_http.payer_pages import PayerReturnPages
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimiter
from shop_http.routes.accounts import AddressController, MeController
from shop_http.routes.auth import AuthController, PasswordController, RegistrationController
from shop_http.routes.cart import CartController, CartCouponController, CartItemController
from shop_http.routes.catalog import ProductController, TaxonomyController
from shop_http.routes.coupons import CouponController
from shop_http.routes.inventory import InventoryController
from shop_http.routes.media import MediaController
from shop_http.routes.metrics import MetricsController
from shop_http.routes.orders import OrderController
from shop_http.routes.payments import PaymentController
from shop_http.routes.second_factor import SecondFactorController
from shop_http.routes.security import AuditController, SecurityController, StaffUserController
from shop_http.routes.sessions import SessionController
from shop_http.routes.system import SystemController
from shop_http.routing import Controller
from shop_http.schemas.paging import PageLinks
from shop_http.security_headers import security_headers
from shop_http.serving import PathHandler
from shop_http.staff_work import StaffWork
from shop_http.workers import Lanes

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
)


def create_app(shop: Shop, controllers: Iterable[type[Controller]] = CONTROLLERS) -> ASGIApp:
    """Make the application for a shop."""
    settings = shop.settings()
    bindings: list[Binding] = []
    document = OpenApiDocument(bindings, public_url=settings.public_url)
    health = HealthChecks(checks={"database": shop.store().ping}, clock=shop.clock())
    own: dict[type, object] = {
        OpenApiDocument: document,
        HealthChecks: health,
        MediaFolder: MediaFolder(Path(settings.media_dir)),
        PayerReturnPages: PayerReturnPages(settings.frontend_url),
    }
    metrics = own[Metrics] = Metrics(settings.metrics_token)
    find = _finder(shop, own)
    pages = PageLinks(public_url=settings.public_url, secret=settings.secret_key.encode())
    bindings += [bind(endpoint, find, pages) for controller in controllers for endpoint in controller().endpoints()]

    workers = Lanes(settings.database_pool_size)
    once, staff_work = Idempotency(find(IdempotencyService)), StaffWork(find(AuditLogService))
    sessions = find(SessionService)
    handlers = {path: PathHandler(own, workers, sessions, once, staff_work) for path, own in by_path(bindings).items()}
    background = [build_worker(shop)] if settings.embedded_worker else []
    at_end = (workers.close, health.close, shop.shared_rate_limit().close)
    return Edge(mounted(handlers, at_end=at_end, background=background), _rules(shop, metrics))


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


def _rules(shop: Shop, metrics: Metrics) -> Rules:
    settings, new_id = shop.settings(), shop.new_id()
    return Rules(
        hosts=AllowedHosts(settings.allowed_hosts),
        proxies=TrustedProxies(settings.trusted_proxies),
        origins=CorsPolicy(settings.cors_allowed_origins),
        limit=RateLimiter(settings.rate_limit_per_minute, shared=shop.shared_rate_limit()),
        metrics=metrics,
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
