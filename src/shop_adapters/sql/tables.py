"""The complete metadata: importing it from here imports every module that declares tables."""

from shop_adapters.sql import deliveries, idempotency, once_only, outbox, timetable
from shop_adapters.sql.metadata import metadata

__all__ = ["deliveries", "idempotency", "metadata", "once_only", "outbox", "timetable"]
