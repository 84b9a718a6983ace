"""Bring a database to the schema that this version of the shop needs."""

from contextlib import nullcontext
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Connection

from shop_adapters.sql.engine.engines import database_url, make_engines

LOCK: Final = text("SELECT pg_advisory_xact_lock(73070001)")
NO_LIMIT: Final = text("SET LOCAL statement_timeout = 0")
NEWEST: Final = "head"
NOTHING: Final = "base"


def upgrade(url: str, revision: str = NEWEST) -> None:
    """Walk up to a revision; several processes may do so at once, and again: only one of them finds work."""
    _walk(url, revision, up=True)


def downgrade(url: str, revision: str = NOTHING) -> None:
    """Walk down to a revision; what later ones added is lost."""
    _walk(url, revision, up=False)


def configuration(connection: Connection) -> Config:
    """Point Alembic at the history inside this package, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _walk(url: str, revision: str, *, up: bool) -> None:
    address = database_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engines = make_engines(url, pool_size=1, durable=True, unlimited=True)
    try:
        with engines.writer or nullcontext(), engines.write.begin() as connection:
            if not engines.is_sqlite:
                connection.execute(LOCK)
                connection.execute(NO_LIMIT)
            (command.upgrade if up else command.downgrade)(configuration(connection), revision)
    finally:
        engines.close()
