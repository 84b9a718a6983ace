"""All repositories on one transaction in memory; each context sees the slice that its ports name."""

from collections.abc import Callable
from typing import TypeVar

from shop_adapters.memory.accounts.address_books import MemoryAddressBooks
from shop_adapters.memory.accounts.one_time_tokens import MemoryOneTimeTokens
from shop_adapters.memory.accounts.profiles import MemoryProfiles
from shop_adapters.memory.accounts.users import MemoryAccountNames, MemoryUsers
from shop_adapters.memory.auth.attempt_counters import MemoryAttemptCounters
from shop_adapters.memory.auth.attempt_log import MemoryAttemptLog
from shop_adapters.memory.auth.blocks import MemoryBlocks
from shop_adapters.memory.auth.login_queries import MemoryLoginQueries
from shop_adapters.memory.auth.session_guard import MemorySessionGuard
from shop_adapters.memory.auth.session_maintenance import MemorySessionMaintenance, MemoryStaleRows
from shop_adapters.memory.auth.session_reader import MemorySessionReader
from shop_adapters.memory.auth.sessions import MemorySessions
from shop_adapters.memory.cart.carts import MemoryCarts
from shop_adapters.memory.cart.cleanup import MemoryCartCleanup
from shop_adapters.memory.cart.guest_keys import MemoryGuestKeys
from shop_adapters.memory.cart.offers import MemoryOffers
from shop_adapters.memory.catalog.categories import MemoryCategories
from shop_adapters.memory.catalog.facet_values import MemoryFacetValues
from shop_adapters.memory.catalog.product_listing import MemoryProductListing
from shop_adapters.memory.catalog.products import MemoryProducts
from shop_adapters.memory.catalog.storefront_catalog import MemoryStorefrontCatalog
from shop_adapters.memory.idempotency.keys import MemoryIdempotencyKeys
from shop_adapters.memory.idempotency.processed_requests import MemoryProcessedRequests
from shop_adapters.memory.inventory.stock import MemoryStock
from shop_adapters.memory.inventory.stock_ledger import MemoryStockLedger
from shop_adapters.memory.messaging.event_queue import MemoryEventQueue
from shop_adapters.memory.messaging.job_schedule import MemoryJobSchedule
from shop_adapters.memory.messaging.outbox import MemoryOutbox
from shop_adapters.memory.notifications.deliveries import MemoryDeliveries
from shop_adapters.memory.orders.order_reader import MemoryOrderReader
from shop_adapters.memory.orders.orders import MemoryOrders
from shop_adapters.memory.payments.completion_claims import MemoryCompletionClaims
from shop_adapters.memory.payments.due_payments import MemoryDuePayments
from shop_adapters.memory.payments.payment_reader import MemoryPaymentReader
from shop_adapters.memory.payments.payments import MemoryPayments
from shop_adapters.memory.payments.refunds import MemoryRefunds
from shop_adapters.memory.payments.webhook_inbox import MemoryWebhookInbox
from shop_adapters.memory.pricing.coupon_admin import MemoryCouponAdmin
from shop_adapters.memory.pricing.coupon_redemptions import MemoryCouponRedemptions
from shop_adapters.memory.pricing.coupon_scopes import MemoryCouponScopes
from shop_adapters.memory.pricing.past_orders import MemoryPastOrders
from shop_adapters.memory.privacy.erasure import MemoryPersonalDataEraser
from shop_adapters.memory.privacy.personal_data import MemoryPersonalDataReader
from shop_adapters.memory.staff.audit_chain import MemoryAuditChain
from shop_adapters.memory.staff.audit_log import MemoryAuditLog
from shop_adapters.memory.staff.guards import MemoryAdministrators, MemoryStaffGuard
from shop_adapters.memory.staff.security_reports import MemorySecurityReports
from shop_adapters.memory.state import MemoryState
from shop_adapters.repository import repository

T = TypeVar("T")


def _repository(make: Callable[[MemoryState], T]) -> T:
    return repository(make)


class MemoryTx:
    """One transaction with every repository made when it is first asked for."""

    def __init__(self, state: MemoryState) -> None:
        self.source = state

    # messaging and idempotency
    outbox = _repository(lambda state: MemoryOutbox(state.outbox))
    event_queue = _repository(lambda state: MemoryEventQueue(state.outbox))
    job_schedule = _repository(lambda state: MemoryJobSchedule(state.jobs))
    idempotency = _repository(lambda state: MemoryIdempotencyKeys(state.idempotency_claims))
    processed_requests = _repository(lambda state: MemoryProcessedRequests(state.processed_requests))
    # accounts
    users = _repository(lambda state: MemoryUsers(state.auth))
    account_names = _repository(lambda state: MemoryAccountNames(state.auth))
    one_time_tokens = _repository(lambda state: MemoryOneTimeTokens(state.auth))
    profiles = _repository(lambda state: MemoryProfiles(state.profiles))
    address_books = _repository(lambda state: MemoryAddressBooks(state.addresses, state.auth.users))
    # auth
    sessions = _repository(lambda state: MemorySessions(state.auth))
    session_reader = _repository(lambda state: MemorySessionReader(state.auth))
    session_maintenance = _repository(lambda state: MemorySessionMaintenance(state.auth))
    session_guard = _repository(lambda state: MemorySessionGuard(state.auth))
    login_queries = _repository(lambda state: MemoryLoginQueries(state.auth))
    attempt_counters = _repository(lambda state: MemoryAttemptCounters(state.auth))
    attempt_log = _repository(lambda state: MemoryAttemptLog(state.auth))
    blocks = _repository(lambda state: MemoryBlocks(state.auth))
    stale_rows = _repository(lambda state: MemoryStaleRows(state.auth))
    # staff
    staff_guard = _repository(lambda state: MemoryStaffGuard(state.auth))
    administrators = _repository(lambda state: MemoryAdministrators(state.auth))
    security_reports = _repository(lambda state: MemorySecurityReports(state.auth))
    audit_log = _repository(lambda state: MemoryAuditLog(state.auth))
    audit_chain = _repository(lambda state: MemoryAuditChain(state.auth))
    # catalog
    listing = _repository(MemoryProductListing)
    storefront = _repository(MemoryStorefrontCatalog)
    products = _repository(MemoryProducts)
    categories = _repository(MemoryCategories)
    colors = _repository(lambda state: MemoryFacetValues(state.colors))
    sizes = _repository(lambda state: MemoryFacetValues(state.sizes))
    tags = _repository(lambda state: MemoryFacetValues(state.tags))
    # pricing and inventory
    coupon_redemptions = _repository(lambda state: MemoryCouponRedemptions(state.coupons, state.coupon_uses))
    coupon_admin = _repository(lambda state: MemoryCouponAdmin(state.coupons))
    coupon_scopes = _repository(lambda state: MemoryCouponScopes(state.products, state.categories))
    past_orders = _repository(lambda state: MemoryPastOrders(state.orders))
    stock = _repository(lambda state: MemoryStock(state.stock_levels, state.reservations, state.stock_movements))
    stock_ledger = _repository(lambda state: MemoryStockLedger(state.stock_movements))
    # cart
    carts = _repository(lambda state: MemoryCarts(state.carts, state.active_carts))
    guest_keys = _repository(lambda state: MemoryGuestKeys(state.carts, state.active_carts))
    cart_cleanup = _repository(lambda state: MemoryCartCleanup(state.carts, state.active_carts))
    offers = _repository(MemoryOffers)
    # orders and payments
    orders = _repository(lambda state: MemoryOrders(state.orders, state.order_history))
    order_reader = _repository(lambda state: MemoryOrderReader(state.orders, state.order_history, state.payments))
    payments = _repository(lambda state: MemoryPayments(state.payments, state.orders, state.provider_log))
    payment_reader = _repository(lambda state: MemoryPaymentReader(state.payments, state.orders))
    due_payments = _repository(lambda state: MemoryDuePayments(state.payments, state.refunds))
    completion_claims = _repository(lambda state: MemoryCompletionClaims(state.payments))
    refunds = _repository(lambda state: MemoryRefunds(state.refunds))
    webhook_inbox = _repository(lambda state: MemoryWebhookInbox(state.webhook_events, state.rejected_webhooks))
    # notifications and privacy
    deliveries = _repository(lambda state: MemoryDeliveries(state.deliveries))
    personal_data = _repository(MemoryPersonalDataReader)
    personal_data_eraser = _repository(MemoryPersonalDataEraser)
