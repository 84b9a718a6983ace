"""The complete metadata: importing it from here imports every module that declares tables."""

from shop_adapters.sql import once_only, outbox
from shop_adapters.sql.metadata import metadata

__all__ = ["metadata", "once_only", "outbox"]
