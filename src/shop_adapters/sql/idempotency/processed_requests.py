"""Requests that were carried out: one row each, written with their effect."""

from typing import Final
from uuid import UUID

from sqlalchemy import Column, Table, Uuid, bindparam, delete

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.metadata import metadata
from shop_adapters.sql.engine.repository import SqlRepository

processed_requests: Final = Table(
    "processed_requests",
    metadata,
    Column("request_id", Uuid, primary_key=True),
)
_MARK: Final = insert_or_ignore(processed_requests, processed_requests.c.request_id)
_FORGET: Final = delete(processed_requests).where(
    processed_requests.c.request_id < bindparam("first_kept", type_=Uuid())
)


class SqlProcessedRequests(SqlRepository):
    def mark_processed(self, request_id: UUID) -> bool:
        marked = self._database.execute(_MARK[self._database.is_sqlite], {"request_id": request_id})
        return marked.first() is not None

    def delete_before(self, request_id: UUID) -> int:
        return self._database.execute(_FORGET, {"first_kept": request_id}).rowcount
