"""Bring a database to the schema that this version of the shop needs."""

from contextlib import nullcontext
from pathlib import Path
from typing import Final

from sqlalchemy import text

from shop_adapters.sql.engine import database_url, make_engines
from shop_adapters.sql.tables import metadata

LOCK: Final = text("SELECT pg_advisory_xact_lock(73070001)")


def upgrade(url: str) -> None:
    """Create what is missing; several processes may do so at once, and again."""
    address = database_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engines = make_engines(url, pool_size=1, durable=True)
    try:
        with engines.writer or nullcontext(), engines.write.begin() as connection:
            if not engines.is_sqlite:
                connection.execute(LOCK)
            metadata.create_all(connection)
    finally:
        engines.close()
