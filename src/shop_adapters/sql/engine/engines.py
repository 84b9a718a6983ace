"""How the shop connects to its database: for transactions, for single reads, and to ask whether it is there."""

import threading
from typing import Any, Final

import msgspec
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.pool import QueuePool

from shop_adapters.sql.engine.metadata import decode_json, encode_json

POOL_WAIT_SECONDS: Final = 2
POSTGRES_OPTIONS: Final = (
    "-c timezone=UTC -c jit=off -c statement_timeout=5000 -c lock_timeout=2000"
    " -c idle_in_transaction_session_timeout=10000"
)
"""What every connection asks for: no wait of ours is without an end (milliseconds)."""


class Engines(msgspec.Struct, frozen=True, kw_only=True):
    """The ways into one database."""

    write: Engine
    """Transactions; on SQLite each takes the write lock when it begins."""
    read: Engine
    """Autocommit: a read is one round trip."""
    health: Engine
    """One connection of its own, so that a database whose other connections are all at work is not taken for dead."""
    writer: "threading.Lock | None"  # a function, not a type, before Python 3.13
    """SQLite has one writer: the process queues here instead of waiting on the file."""

    @property
    def is_sqlite(self) -> bool:
        """Tell which dialect the statements must fit."""
        return self.writer is not None

    def close(self) -> None:
        self.write.dispose()
        self.read.dispose()
        self.health.dispose()


def database_url(text: str) -> URL:
    """Read a `sqlite:///file` or `postgresql://…` address and name the driver that we use."""
    url = make_url(text)
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    msg = f"{backend} is no database that the shop knows; use sqlite:/// or postgresql://"
    raise ValueError(msg)


def make_engines(address: str, *, pool_size: int, durable: bool, unlimited: bool = False) -> Engines:
    """Open the engines of a database; `durable` makes SQLite wait for the disk at each commit (synchronous FULL).

    With `patient` a statement may take as long as the server lets it, as a migration may.
    """
    url = database_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, pool_size=pool_size, durable=durable)
    return _postgres(url, pool_size=pool_size, unlimited=unlimited)


def _engine(url: URL, pool_size: int, **options: Any) -> Engine:  # noqa: ANN401 - handed through to create_engine
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        pool_use_lifo=True,
        json_serializer=_json_text,
        json_deserializer=decode_json,
        hide_parameters=True,  # an error's text may reach a log; what people typed must not
        **options,
    )


def _json_text(value: object) -> str:
    return encode_json(value).decode()


_READ_OPTIONS: Final[dict[str, Any]] = {
    "isolation_level": "AUTOCOMMIT",
    "pool_reset_on_return": None,
    "skip_autocommit_rollback": True,
}


def _postgres(url: URL, pool_size: int, *, unlimited: bool) -> Engines:
    from shop_adapters.sql.engine.bounded_connection import BoundedConnection
    from shop_adapters.sql.engine.lazy_description_cursor import LazyDescriptionCursor

    connect = {
        "options": POSTGRES_OPTIONS,
        "connect_timeout": 2,
        "application_name": "shop",
        "cursor_factory": LazyDescriptionCursor,
    }
    write = _engine(url, pool_size, connect_args=connect, isolation_level="READ COMMITTED")
    read = _engine(url, pool_size, connect_args=connect, **_READ_OPTIONS)
    health = _engine(url, 1, connect_args=connect, **_READ_OPTIONS)

    def connected(_dialect: object, _record: object, words: Any, options: Any) -> Any:  # noqa: ANN401 - the driver's own
        return BoundedConnection.connect(*words, **options)

    for engine in () if unlimited else (write, read, health):
        event.listen(engine, "do_connect", connected)
    return Engines(write=write, read=read, health=health, writer=None)


def _sqlite(url: URL, *, pool_size: int, durable: bool) -> Engines:
    connect = {"check_same_thread": False, "timeout": 5, "isolation_level": None}
    write = _engine(url, pool_size, connect_args=connect)
    read = _engine(url, pool_size, connect_args=connect, **_READ_OPTIONS)
    health = _engine(url, 1, connect_args=connect, **_READ_OPTIONS)

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 5000")

    def begin_immediate(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    for engine in (write, read, health):
        event.listen(engine, "connect", prepare)
    event.listen(write, "begin", begin_immediate)
    return Engines(write=write, read=read, health=health, writer=threading.Lock())
