"""Count what the shop says to its database, so that a route's budget can be pinned.

with statements_of(shop) as said:
    client.get("/api/v1/products/")
assert len(said) <= 2, said
"""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event

from shop_adapters.composition.container import Shop
from shop_adapters.sql.store import SqlStore


@contextmanager
def statements_of(shop: Shop) -> Generator[list[str]]:
    """Collect every statement that is sent inside the block; BEGIN and COMMIT are not statements."""
    store = shop.store()
    assert isinstance(store, SqlStore), "only a database has statements to count"
    said: list[str] = []

    def note(_connection, _cursor, statement: str, _parameters, _context, _many) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    engines = (store._engines.read, store._engines.write)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
