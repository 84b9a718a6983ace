"""Every table of the shop: importing this module completes the metadata."""

from shop_adapters.sql import once_only as once_only
from shop_adapters.sql import outbox as outbox
