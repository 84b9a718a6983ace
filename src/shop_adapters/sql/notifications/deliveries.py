"""Deliveries that are over: one row for each event and channel."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Column, String, Table, Uuid, bindparam, delete, select, tuple_

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.metadata import UtcDateTime, metadata
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.notifications.model import Delivery

MAX_REFUSAL_LENGTH: Final = 500
deliveries: Final = Table(
    "deliveries",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("channel", String(80), primary_key=True),
    Column("made_at", UtcDateTime, nullable=False, index=True),
    Column("refusal", String(MAX_REFUSAL_LENGTH)),
)
_MADE: Final = select(deliveries.c.channel).where(deliveries.c.event_id == bindparam("event"))
_RECORD: Final = insert_or_ignore(deliveries)
_FORGET: Final = delete(deliveries).where(
    tuple_(deliveries.c.event_id, deliveries.c.channel).in_(
        select(deliveries.c.event_id, deliveries.c.channel)
        .where(deliveries.c.made_at < bindparam("before"))
        .limit(bindparam("most"))
    )
)


class SqlDeliveries(SqlRepository):
    def delivered_channels(self, event_id: UUID) -> frozenset[str]:
        return frozenset(self._database.execute(_MADE, {"event": event_id}).scalars())

    def record(self, delivery: Delivery, now: datetime) -> None:
        refusal = delivery.refusal and delivery.refusal[:MAX_REFUSAL_LENGTH]
        row = {"event_id": delivery.event_id, "channel": delivery.channel, "made_at": now, "refusal": refusal}
        self._database.execute(_RECORD[self._database.is_sqlite], row)

    def delete_before(self, made_before: datetime, limit: int) -> int:
        return self._database.execute(_FORGET, {"before": made_before, "most": limit}).rowcount
