"""What a storage says to its database, BEGIN and COMMIT apart, so that a budget can be pinned."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event

from shop_adapters.sql.store import SqlStore


@contextmanager
def count_statements(store: SqlStore) -> Generator[list[str]]:
    """Collect every statement that is sent inside the block."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
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
