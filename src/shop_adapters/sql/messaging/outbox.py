"""Events stored in the transaction that made them happen, for the relay to deliver."""

from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, Identity, Index, Integer, String, Table
from uuid_utils.compat import uuid7

from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.kernel.events import Event

outbox: Final = Table(
    "outbox",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
    Column("event_id", String(36), nullable=False, unique=True),
    Column("kind", String(80), nullable=False),
    Column("ordering_key", String(120), nullable=False),
    Column("body", Json, nullable=False),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("delivered_at", UtcDateTime),
    Column("given_up_at", UtcDateTime),
    Column("last_error", String(500)),
)
WAITING: Final = outbox.c.delivered_at.is_(None) & outbox.c.given_up_at.is_(None)
Index("ix_outbox_waiting", outbox.c.due_at, outbox.c.position, postgresql_where=WAITING, sqlite_where=WAITING)
Index(
    "ix_outbox_ordering_key", outbox.c.ordering_key, outbox.c.position, postgresql_where=WAITING, sqlite_where=WAITING
)


class SqlOutbox(SqlRepository):
    def add(self, *events: Event) -> None:
        self._database.append(outbox, *(_row(event) for event in events))


def _row(event: Event) -> dict[str, object]:
    return {
        "event_id": str(uuid7()),
        "kind": type(event).__name__,
        "ordering_key": event.ordering_key,
        "body": msgspec.to_builtins(event),
        "happened_at": event.at,
        "due_at": event.at,
        "tries": 0,
    }
