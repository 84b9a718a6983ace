"""The database as the shop's storage: transactions and single reads."""

import threading
from collections.abc import Generator
from contextlib import closing, contextmanager, nullcontext
from typing import Final

from sqlalchemy import text

from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.engine.engines import Engines
from shop_adapters.sql.transaction import SqlTx

_PING: Final = text("SELECT 1")


class SqlStore:
    """Opens transactions on one database, for any context's slice of it."""

    def __init__(self, engines: Engines) -> None:
        """Use these engines; nothing is connected yet."""
        self._engines = engines
        self._here = threading.local()

    @contextmanager
    def begin(self) -> Generator[SqlTx]:
        """Open a transaction: commit at the block's end, roll back on a raise."""
        if self.in_transaction():
            msg = "a transaction is open on this thread already"
            raise ValueError(msg)
        database = Database(self._engines.write, is_sqlite=self._engines.is_sqlite)
        with self._engines.writer or nullcontext():
            self._here.open = True
            try:
                yield SqlTx(database)
                database.commit()
            finally:
                self._here.open = False
                database.close()

    @contextmanager
    def read(self) -> Generator[SqlTx]:
        """Read without a transaction: each statement sees what is committed when it starts."""
        database = Database(self._engines.read, is_sqlite=self._engines.is_sqlite)
        try:
            yield SqlTx(database)
        finally:
            database.close()

    def in_transaction(self) -> bool:
        """Tell whether this thread holds a transaction open; nobody outside may be called then."""
        return getattr(self._here, "open", False)

    def ping(self) -> None:
        """Return if the database answers, however busy it is; raise StorageUnavailable where it does not."""
        with closing(Database(self._engines.health, is_sqlite=self._engines.is_sqlite)) as database:
            database.execute(_PING)

    def close(self) -> None:
        self._engines.close()
