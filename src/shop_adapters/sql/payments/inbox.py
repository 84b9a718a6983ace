"""Webhooks, each kept once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.database import Database
from shop_adapters.sql.payments.tables import notifications_in, notifications_refused
from shop_domain.payments.model import Method, Notification

HALF_A_MINUTE: Final = timedelta(seconds=30)
_columns: Final = ("method", "event_key", "event_type", "body", "content", "received_at")
_values: Final = {name: bindparam(name, type_=notifications_in.c[name].type) for name in (*_columns, "due_at")}
_KEEP: Final = {
    True: sqlite.insert(notifications_in)
    .values(_values)
    .on_conflict_do_nothing()
    .returning(notifications_in.c.event_key),
    False: postgresql.insert(notifications_in)
    .values(_values)
    .on_conflict_do_nothing()
    .returning(notifications_in.c.event_key),
}
_WAITING: Final = (
    select(*(notifications_in.c[name] for name in _columns))
    .where(notifications_in.c.done_at.is_(None), notifications_in.c.due_at <= bindparam("now"))
    .order_by(notifications_in.c.due_at)
    .limit(bindparam("limit"))
)
_one: Final = update(notifications_in).where(
    notifications_in.c.method == bindparam("of_method"), notifications_in.c.event_key == bindparam("of_key")
)
_DONE: Final = _one.values(done_at=bindparam("at"))
_POSTPONE: Final = _one.values(due_at=bindparam("until"))


class SqlNotificationInbox:
    """Webhooks, each kept once."""

    def __init__(self, database: Database) -> None:
        """Write through this conversation."""
        self._database = database

    def keep(self, notification: Notification) -> bool:
        """Store a genuine webhook; False where it was stored before. It is due again in half a minute."""
        values = {name: getattr(notification, name) for name in _columns}
        values |= {"method": notification.method.value, "due_at": notification.received_at + HALF_A_MINUTE}
        return self._database.execute(_KEEP[self._database.is_sqlite], values).first() is not None

    def waiting(self, now: datetime, limit: int) -> tuple[Notification, ...]:
        """List those that have not taken effect and are due."""
        rows = self._database.execute(_WAITING, {"now": now, "limit": limit}).mappings()
        return tuple(_notification(row) for row in rows)

    def postpone(self, method: Method, event_key: str, until: datetime) -> None:
        """Try one again later."""
        values = {"of_method": method.value, "of_key": event_key, "until": until}
        self._database.execute(_POSTPONE, values)

    def done(self, method: Method, event_key: str, at: datetime) -> None:
        """Note that one has taken effect."""
        self._database.execute(_DONE, {"of_method": method.value, "of_key": event_key, "at": at})

    def refuse(self, method: Method, reason: str, at: datetime) -> None:
        """Note that a forged one was turned away."""
        self._database.append(notifications_refused, {"method": method.value, "reason": reason[:255], "at": at})


def _notification(row: Mapping[Any, Any]) -> Notification:
    return Notification(
        method=Method(row["method"]),
        event_key=row["event_key"],
        event_type=row["event_type"],
        body=row["body"],
        content=row["content"],
        received_at=row["received_at"],
    )
