"""The complete metadata: importing it from here imports every module that declares tables."""

from shop_adapters.sql.accounts import address_tables as addresses
from shop_adapters.sql.accounts import tables as accounts
from shop_adapters.sql.auth import tables as auth
from shop_adapters.sql.cart import tables as cart
from shop_adapters.sql.catalog import tables as catalog
from shop_adapters.sql.catalog import triggers as catalog_triggers
from shop_adapters.sql.engine.metadata import metadata
from shop_adapters.sql.idempotency import keys as idempotency_keys
from shop_adapters.sql.idempotency import processed_requests
from shop_adapters.sql.inventory import tables as inventory
from shop_adapters.sql.messaging import job_schedule, outbox
from shop_adapters.sql.notifications import deliveries
from shop_adapters.sql.orders import tables as orders
from shop_adapters.sql.payments import tables as payments
from shop_adapters.sql.pricing import tables as pricing

__all__ = [
    "accounts",
    "addresses",
    "auth",
    "cart",
    "catalog",
    "catalog_triggers",
    "deliveries",
    "idempotency_keys",
    "inventory",
    "job_schedule",
    "metadata",
    "orders",
    "outbox",
    "payments",
    "pricing",
    "processed_requests",
]
