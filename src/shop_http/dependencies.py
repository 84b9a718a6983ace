"""What a handler may ask for by a parameter's name: who calls, what they want, and the services of the shop.

A handler writes `carts: Carts`; the name decides what it gets, the alias says to the type checker what that is.
Services have the names of their providers in the container; those that no route needed before get their alias here.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.types import Scope

from shop_domain.accounts.service import AccountService
from shop_domain.auth.service.change_email import EmailChangeService
from shop_domain.auth.service.change_password import PasswordService
from shop_domain.auth.service.check_sessions import SessionService
from shop_domain.auth.service.refresh_tokens import TokenService
from shop_domain.auth.service.register_user import RegistrationService
from shop_domain.auth.service.sign_in import SignInService
from shop_domain.cart.service import CartMergeService, CartService
from shop_domain.catalog.service import CatalogService
from shop_domain.checkout.service import (
    CancellationService,
    CheckoutService,
    PaymentCompletionService,
    PaymentWebhookService,
)
from shop_domain.inventory.service import InventoryService
from shop_domain.orders.service import OrderService
from shop_domain.pricing.service import CouponService
from shop_domain.privacy.service.erase_account import AccountErasureService
from shop_domain.privacy.service.export_personal_data import DataExportService
from shop_domain.staff.service.block_access import BlockingService
from shop_domain.staff.service.change_users import UserAdministrationService
from shop_domain.staff.service.monitor_security import SecurityMonitoringService
from shop_domain.staff.service.protect_staff_account import SecondFactorService
from shop_http.authentication import Caller
from shop_http.documentation.document import OpenApiDocument
from shop_http.etags import IfMatch, IfNoneMatch, parse_if_match
from shop_http.health import HealthChecks
from shop_http.media import MediaFolder
from shop_http.metrics import Metrics
from shop_http.pages.link_pages import LinkPages, link_pages
from shop_http.payer_pages import PayerReturnPages
from shop_http.prefetch import PrefetchInfo, prefetch_info
from shop_http.request_info import request_info
from shop_http.schemas.paging import PageLinks, Pagination
from shop_http.thread_pools import ThreadPools

# Of the request. `params: NamedDependency[T]` is its query, in a structure derived from QuerySchema.
CurrentCaller: TypeAlias = NamedDependency[Caller]
CurrentPage: TypeAlias = NamedDependency[Pagination]
ExpectedVersion: TypeAlias = NamedDependency[IfMatch]
HeldVersion: TypeAlias = NamedDependency[IfNoneMatch]
Pages: TypeAlias = NamedDependency[LinkPages]
Prefetch: TypeAlias = NamedDependency[PrefetchInfo]
ClaimedId: TypeAlias = NamedDependency[UUID | None]

# Of the shop.
AccountErasure: TypeAlias = NamedDependency[AccountErasureService]
Accounts: TypeAlias = NamedDependency[AccountService]
AuthTokens: TypeAlias = NamedDependency[TokenService]
Blocking: TypeAlias = NamedDependency[BlockingService]
CartMerge: TypeAlias = NamedDependency[CartMergeService]
Carts: TypeAlias = NamedDependency[CartService]
Catalog: TypeAlias = NamedDependency[CatalogService]
Checkout: TypeAlias = NamedDependency[CheckoutService]
Coupons: TypeAlias = NamedDependency[CouponService]
DataExport: TypeAlias = NamedDependency[DataExportService]
EmailChange: TypeAlias = NamedDependency[EmailChangeService]
Inventory: TypeAlias = NamedDependency[InventoryService]
OrderCancellation: TypeAlias = NamedDependency[CancellationService]
Orders: TypeAlias = NamedDependency[OrderService]
Passwords: TypeAlias = NamedDependency[PasswordService]
PaymentCompletion: TypeAlias = NamedDependency[PaymentCompletionService]
PaymentWebhooks: TypeAlias = NamedDependency[PaymentWebhookService]
Registration: TypeAlias = NamedDependency[RegistrationService]
SecondFactors: TypeAlias = NamedDependency[SecondFactorService]
SecurityMonitoring: TypeAlias = NamedDependency[SecurityMonitoringService]
Sessions: TypeAlias = NamedDependency[SessionService]
SignIn: TypeAlias = NamedDependency[SignInService]
UserAdministration: TypeAlias = NamedDependency[UserAdministrationService]

# Of the HTTP side alone.
Document: TypeAlias = NamedDependency[OpenApiDocument]
Health: TypeAlias = NamedDependency[HealthChecks]
Media: TypeAlias = NamedDependency[MediaFolder]
PayerPages: TypeAlias = NamedDependency[PayerReturnPages]
ShopMetrics: TypeAlias = NamedDependency[Metrics]
Threads: TypeAlias = NamedDependency[ThreadPools]


def dependencies(services: Mapping[str, object], page_links: PageLinks) -> dict[str, Provide]:
    """Gather everything that a handler can ask for; none of it waits."""

    def provide_pagination(scope: Scope) -> Pagination:
        info = request_info(scope)
        return page_links.paginate(info.path, scope["query_string"].decode("ascii"), info.params)

    brought: dict[str, Callable[..., Any]] = {
        "caller": provide_caller,
        "params": provide_params,
        "pagination": provide_pagination,
        "if_match": provide_if_match,
        "if_none_match": provide_if_none_match,
        "pages": link_pages,
        "prefetch": provide_prefetch,
        "request_id": provide_request_id,
        **{name: _always(service) for name, service in services.items()},
    }
    return {name: Provide(provide, sync_to_thread=False) for name, provide in brought.items()}


def provide_caller(scope: Scope) -> Caller:
    """Tell who calls; the route's guard has let them pass."""
    return request_info(scope).caller


def provide_params(scope: Scope) -> Any:  # noqa: ANN401 - the structure that the handler names
    """Give the query parameters, which were read when the request was validated."""
    return request_info(scope).params


def provide_if_match(scope: Scope) -> IfMatch:
    """Give the version that the caller believes to change."""
    return parse_if_match(request_info(scope).header(b"if-match"))


def provide_if_none_match(scope: Scope) -> IfNoneMatch:
    """Give what the caller holds already."""
    return IfNoneMatch(request_info(scope).header(b"if-none-match"))


def provide_prefetch(scope: Scope) -> PrefetchInfo:
    """Tell whether a link is followed, or only fetched in case."""
    return prefetch_info(request_info(scope))


def provide_request_id() -> UUID | None:
    """Leave the id of a request that may come again to `idempotent` (idempotency.py), which claims it."""
    return None


def _always(service: object) -> Callable[[], Any]:
    def provide() -> Any:  # noqa: ANN401 - the service of that name
        return service

    return provide
