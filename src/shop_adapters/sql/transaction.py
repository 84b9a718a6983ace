"""All repositories on one transaction; each context sees the slice that its ports name."""

from shop_adapters.repository import repository
from shop_adapters.sql.accounts.address_books import SqlAddressBooks
from shop_adapters.sql.accounts.one_time_tokens import SqlOneTimeTokens
from shop_adapters.sql.accounts.profiles import SqlProfiles
from shop_adapters.sql.accounts.users import SqlAccountNames, SqlUsers
from shop_adapters.sql.auth.attempt_counters import SqlAttemptCounters
from shop_adapters.sql.auth.attempt_log import SqlAttemptLog
from shop_adapters.sql.auth.blocks import SqlBlocks
from shop_adapters.sql.auth.login_queries import SqlLoginQueries
from shop_adapters.sql.auth.session_guard import SqlSessionGuard
from shop_adapters.sql.auth.session_maintenance import SqlSessionMaintenance, SqlStaleRows
from shop_adapters.sql.auth.session_reader import SqlSessionReader
from shop_adapters.sql.auth.sessions import SqlSessions
from shop_adapters.sql.cart.carts import SqlCarts
from shop_adapters.sql.cart.cleanup import SqlCartCleanup
from shop_adapters.sql.cart.guest_keys import SqlGuestKeys
from shop_adapters.sql.cart.offers import SqlOffers
from shop_adapters.sql.catalog.categories import SqlCategories
from shop_adapters.sql.catalog.facet_values import SqlFacetValues
from shop_adapters.sql.catalog.product_listing import SqlProductListing
from shop_adapters.sql.catalog.products import SqlProducts
from shop_adapters.sql.catalog.storefront_catalog import SqlStorefrontCatalog
from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.idempotency.keys import SqlIdempotencyKeys
from shop_adapters.sql.idempotency.processed_requests import SqlProcessedRequests
from shop_adapters.sql.inventory.stock import SqlStock
from shop_adapters.sql.inventory.stock_ledger import SqlStockLedger
from shop_adapters.sql.messaging.event_queue import SqlEventQueue
from shop_adapters.sql.messaging.job_schedule import SqlJobSchedule
from shop_adapters.sql.messaging.outbox import SqlOutbox
from shop_adapters.sql.notifications.deliveries import SqlDeliveries
from shop_adapters.sql.orders.order_reader import SqlOrderReader
from shop_adapters.sql.orders.orders import SqlOrders
from shop_adapters.sql.payments.completion_claims import SqlCompletionClaims
from shop_adapters.sql.payments.due_payments import SqlDuePayments
from shop_adapters.sql.payments.payment_reader import SqlPaymentReader
from shop_adapters.sql.payments.payments import SqlPayments
from shop_adapters.sql.payments.refunds import SqlRefunds
from shop_adapters.sql.payments.webhook_inbox import SqlWebhookInbox
from shop_adapters.sql.pricing.coupon_admin import SqlCouponAdmin
from shop_adapters.sql.pricing.coupon_redemptions import SqlCouponRedemptions
from shop_adapters.sql.pricing.coupon_scopes import SqlCouponScopes
from shop_adapters.sql.pricing.past_orders import SqlPastOrders
from shop_adapters.sql.privacy.erasure import SqlPersonalDataEraser
from shop_adapters.sql.privacy.personal_data import SqlPersonalDataReader
from shop_adapters.sql.staff.audit_chain import SqlAuditChain
from shop_adapters.sql.staff.audit_log import SqlAuditLog
from shop_adapters.sql.staff.guards import SqlAdministrators, SqlStaffGuard
from shop_adapters.sql.staff.security_reports import SqlSecurityReports
from shop_domain.catalog.model import Color, Size, Tag


class SqlTx:
    """One transaction, or one autocommit read, with every repository made when it is first asked for."""

    def __init__(self, database: Database) -> None:
        self.source = database

    # messaging and idempotency
    outbox = repository(SqlOutbox)
    event_queue = repository(SqlEventQueue)
    job_schedule = repository(SqlJobSchedule)
    idempotency = repository(SqlIdempotencyKeys)
    processed_requests = repository(SqlProcessedRequests)
    # accounts
    users = repository(SqlUsers)
    account_names = repository(SqlAccountNames)
    one_time_tokens = repository(SqlOneTimeTokens)
    profiles = repository(SqlProfiles)
    address_books = repository(SqlAddressBooks)
    # auth
    sessions = repository(SqlSessions)
    session_reader = repository(SqlSessionReader)
    session_maintenance = repository(SqlSessionMaintenance)
    session_guard = repository(SqlSessionGuard)
    login_queries = repository(SqlLoginQueries)
    attempt_counters = repository(SqlAttemptCounters)
    attempt_log = repository(SqlAttemptLog)
    blocks = repository(SqlBlocks)
    stale_rows = repository(SqlStaleRows)
    # staff
    staff_guard = repository(SqlStaffGuard)
    administrators = repository(SqlAdministrators)
    security_reports = repository(SqlSecurityReports)
    audit_log = repository(SqlAuditLog)
    audit_chain = repository(SqlAuditChain)
    # catalog
    listing = repository(SqlProductListing)
    storefront = repository(SqlStorefrontCatalog)
    products = repository(SqlProducts)
    categories = repository(SqlCategories)
    colors = repository(lambda database: SqlFacetValues(database, Color))
    sizes = repository(lambda database: SqlFacetValues(database, Size))
    tags = repository(lambda database: SqlFacetValues(database, Tag))
    # pricing and inventory
    coupon_redemptions = repository(SqlCouponRedemptions)
    coupon_admin = repository(SqlCouponAdmin)
    coupon_scopes = repository(SqlCouponScopes)
    past_orders = repository(SqlPastOrders)
    stock = repository(SqlStock)
    stock_ledger = repository(SqlStockLedger)
    # cart
    carts = repository(SqlCarts)
    guest_keys = repository(SqlGuestKeys)
    cart_cleanup = repository(SqlCartCleanup)
    offers = repository(SqlOffers)
    # orders and payments
    orders = repository(SqlOrders)
    order_reader = repository(SqlOrderReader)
    payments = repository(SqlPayments)
    payment_reader = repository(SqlPaymentReader)
    due_payments = repository(SqlDuePayments)
    completion_claims = repository(SqlCompletionClaims)
    refunds = repository(SqlRefunds)
    webhook_inbox = repository(SqlWebhookInbox)
    # notifications and privacy
    deliveries = repository(SqlDeliveries)
    personal_data = repository(SqlPersonalDataReader)
    personal_data_eraser = repository(SqlPersonalDataEraser)
