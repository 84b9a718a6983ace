"""Requests that were carried out: one row each, written with their effect."""

from typing import Final
from uuid import UUID

from sqlalchemy import Column, Table, Uuid, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.database import Database
from shop_adapters.sql.metadata import metadata

requests_done: Final = Table(
    "requests_done",
    metadata,
    Column("request_id", Uuid, primary_key=True),
)
_values: Final = {"request_id": bindparam("request_id", type_=Uuid())}
_MARK: Final = {
    True: sqlite.insert(requests_done).values(_values).on_conflict_do_nothing().returning(requests_done.c.request_id),
    False: postgresql.insert(requests_done)
    .values(_values)
    .on_conflict_do_nothing()
    .returning(requests_done.c.request_id),
}
_FORGET: Final = delete(requests_done).where(requests_done.c.request_id < bindparam("first_kept", type_=Uuid()))


class SqlOnceOnly:
    """Requests whose effect is already in."""

    def __init__(self, database: Database) -> None:
        """Write through this conversation."""
        self._database = database

    def first_time(self, request_id: UUID) -> bool:
        """Mark the request in this transaction; False if an earlier one did it."""
        marked = self._database.execute(_MARK[self._database.is_sqlite], {"request_id": request_id})
        return marked.first() is not None

    def forget_before(self, request_id: UUID) -> int:
        """Remove the marks of requests that were made before this one; tell how many."""
        return self._database.execute(_FORGET, {"first_kept": request_id}).rowcount
