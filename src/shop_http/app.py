"""The application: the one place where HTTP meets the container."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from litestar.types import ASGIApp

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.local_paypal import PATH, own_address, shared_base
from shop_adapters.composition.logs import configure_logs
from shop_adapters.jobs.schedule import worker_of
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_domain.auth.service.sessions import SessionService
from shop_domain.auth.service.staff_log import StaffLogService
from shop_domain.kernel.service import IdempotencyService
from shop_domain.payments.model import Method
from shop_http.access_log import write_access_log
from shop_http.binding import Binding, FindService, bind
from shop_http.cors import CrossOrigin
from shop_http.documentation.document import ApiDocument
from shop_http.edge import Edge, Rules
from shop_http.health import Health
from shop_http.hosts import AllowedHosts
from shop_http.idempotency import Once
from shop_http.media import MediaFolder
from shop_http.metrics import Metrics
from shop_http.mounting import beside, by_path, mounted
from shop_http.payer_pages import PayerPages
from shop_http.proxies import TrustedProxies
from shop_http.rate_limit import RateLimit
from shop_http.routes.accounts import AddressController, MeController
from shop_http.routes.auth import AuthController, PasswordController, RegistrationController
from shop_http.routes.cart import CartController, CartCouponController, CartItemController
from shop_http.routes.catalog import LabelController, ProductController
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
from shop_http.security_headers import security_headers
from shop_http.serving import PathHandler
from shop_http.staff_work import StaffWork
from shop_http.wire.paging import Pages
from shop_http.workers import Lanes

CONTROLLERS: Final[tuple[type[Controller], ...]] = (
    # A new context adds its line here.
    SystemController,
    MetricsController,
    ProductController,
    LabelController,
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
    document = ApiDocument(bindings, public_url=settings.public_url)
    health = Health(checks={"database": shop.store().ping}, clock=shop.clock())
    own: dict[type, object] = {
        ApiDocument: document,
        Health: health,
        MediaFolder: MediaFolder(Path(settings.media_dir)),
        PayerPages: PayerPages(settings.frontend_url),
    }
    metrics = own[Metrics] = Metrics(settings.metrics_token)
    find = _finder(shop, own)
    pages = Pages(public_url=settings.public_url, secret=settings.secret_key.encode())
    bindings += [bind(endpoint, find, pages) for controller in controllers for endpoint in controller().endpoints()]

    workers = Lanes(settings.database_pool_size)
    once, sessions, staff_work = Once(find(IdempotencyService)), find(SessionService), StaffWork(find(StaffLogService))
    handlers = {path: PathHandler(own, workers, sessions, once, staff_work) for path, own in by_path(bindings).items()}
    background = [worker_of(shop)] if settings.embedded_worker else []
    at_end = (
        workers.close,
        health.close,
        shop.refused_rows().settle,
        shop.known_refusals().close,
        shop.shared_rate().close,
    )
    return Edge(mounted(handlers, at_end=at_end, background=background), _rules(shop, metrics))


def from_environment() -> ASGIApp:
    """Make the application as the environment describes it; in development with a PayPal of its own."""
    settings = load_settings()
    configure_logs(settings)
    write_access_log(sys.stderr)
    shop = build(settings)
    account = shop.simulators().get(Method.PAYPAL)
    if account is not None:
        return _with_local_paypal(shop, account)
    elsewhere = shared_base(settings)
    return create_app(shop) if elsewhere is None else _before_shared_paypal(shop, elsewhere)


def _with_local_paypal(shop: Shop, account: PayPalAccount) -> ASGIApp:
    from shop_http.local_paypal import local_paypal, paypal_simulator

    config = local_paypal(
        own=own_address(shop.settings()),
        public_url=shop.settings().public_url,
        path=PATH,
        client=(account.client_id, account.client_secret),
        webhook_id=account.webhook_id or "",
    )
    return beside(create_app(shop), PATH, paypal_simulator(config))


def _before_shared_paypal(shop: Shop, base: str) -> ASGIApp:
    from shop_http.forwarding import forwarding

    return beside(create_app(shop), PATH, forwarding(base, PATH))


def _rules(shop: Shop, metrics: Metrics) -> Rules:
    settings, new_id = shop.settings(), shop.new_id()
    return Rules(
        hosts=AllowedHosts(settings.allowed_hosts),
        proxies=TrustedProxies(settings.trusted_proxies),
        origins=CrossOrigin(settings.cors_allowed_origins),
        limit=RateLimit(settings.rate_limit_per_minute, shared=shop.shared_rate()),
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
