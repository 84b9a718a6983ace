"""Webhooks, each kept once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.payments.tables import rejected_webhooks, webhook_events
from shop_domain.payments.model import Method, WebhookEvent
from shop_domain.payments.polling_schedule import WEBHOOK_RETRY

_columns: Final = ("method", "event_key", "event_type", "body", "content", "received_at")
_KEEP: Final = insert_or_ignore(webhook_events, webhook_events.c.event_key)
_WAITING: Final = (
    select(*(webhook_events.c[name] for name in _columns))
    .where(webhook_events.c.done_at.is_(None), webhook_events.c.due_at <= bindparam("now"))
    .order_by(webhook_events.c.due_at)
    .limit(bindparam("limit"))
)
_one: Final = update(webhook_events).where(
    webhook_events.c.method == bindparam("of_method"), webhook_events.c.event_key == bindparam("of_key")
)
_DONE: Final = _one.values(done_at=bindparam("at"))
_POSTPONE: Final = _one.values(due_at=bindparam("until"))


class SqlWebhookInbox(SqlRepository):
    def store(self, notification: WebhookEvent) -> bool:
        values = {name: getattr(notification, name) for name in _columns}
        values |= {"method": notification.method.value, "due_at": notification.received_at + WEBHOOK_RETRY}
        return self._database.execute(_KEEP[self._database.is_sqlite], values).first() is not None

    def due(self, now: datetime, limit: int) -> tuple[WebhookEvent, ...]:
        rows = self._database.execute(_WAITING, {"now": now, "limit": limit}).mappings()
        return tuple(_notification(row) for row in rows)

    def postpone(self, method: Method, event_key: str, until: datetime) -> None:
        values = {"of_method": method.value, "of_key": event_key, "until": until}
        self._database.execute(_POSTPONE, values)

    def mark_processed(self, method: Method, event_key: str, at: datetime) -> None:
        self._database.execute(_DONE, {"of_method": method.value, "of_key": event_key, "at": at})

    def log_rejected(self, method: Method, reason: str, at: datetime) -> None:
        self._database.append(rejected_webhooks, {"method": method.value, "reason": reason[:255], "at": at})


def _notification(row: Mapping[Any, Any]) -> WebhookEvent:
    return WebhookEvent(
        method=Method(row["method"]),
        event_key=row["event_key"],
        event_type=row["event_type"],
        body=row["body"],
        content=row["content"],
        received_at=row["received_at"],
    )
