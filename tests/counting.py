"""Statements that a storage sends, BEGIN and COMMIT apart."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event

from shop_adapters.sql.store import SqlStore


@contextmanager
def counted(store: SqlStore) -> Generator[list[str]]:
    """Collect the statements that are sent inside the block."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engines = (store._engines.write, store._engines.read)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
