"""The complete metadata: importing it from here imports every module that declares tables."""

from shop_adapters.sql import deliveries, idempotency, once_only, outbox, timetable
from shop_adapters.sql.accounts import address_tables as addresses
from shop_adapters.sql.accounts import tables as accounts
from shop_adapters.sql.auth import tables as auth
from shop_adapters.sql.cart import tables as cart
from shop_adapters.sql.catalog import tables as catalog
from shop_adapters.sql.catalog import upkeep as catalogue_upkeep
from shop_adapters.sql.inventory import tables as inventory
from shop_adapters.sql.metadata import metadata
from shop_adapters.sql.orders import tables as orders
from shop_adapters.sql.payments import tables as payments
from shop_adapters.sql.pricing import tables as pricing

__all__ = [
    "accounts",
    "addresses",
    "auth",
    "cart",
    "catalog",
    "catalogue_upkeep",
    "deliveries",
    "idempotency",
    "inventory",
    "metadata",
    "once_only",
    "orders",
    "outbox",
    "payments",
    "pricing",
    "timetable",
]
