"""What every repository stands on."""

from shop_adapters.sql.engine.database import Database


class SqlRepository:
    """Reads and writes through one connection."""

    def __init__(self, database: Database) -> None:
        self._database = database
