"""Webhooks, each kept once."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.database import Database
from shop_adapters.sql.payments.tables import notifications_in, notifications_refused
from shop_domain.payments.model import Method, Notification

_columns: Final = ("method", "event_key", "event_type", "body", "received_at")
_values: Final = {name: bindparam(name, type_=notifications_in.c[name].type) for name in _columns}
_KEEP: Final = {
    True: sqlite.insert(notifications_in).values(_values).on_conflict_do_nothing(),
    False: postgresql.insert(notifications_in).values(_values).on_conflict_do_nothing(),
}
_WAITING: Final = (
    select(*(notifications_in.c[name] for name in _columns))
    .where(notifications_in.c.done_at.is_(None))
    .order_by(notifications_in.c.position)
    .limit(bindparam("limit"))
)
_DONE: Final = (
    update(notifications_in)
    .where(notifications_in.c.method == bindparam("of_method"), notifications_in.c.event_key == bindparam("of_key"))
    .values(done_at=bindparam("at"))
)


class SqlNotificationInbox:
    """Webhooks, each kept once."""

    def __init__(self, database: Database) -> None:
        """Write through this conversation."""
        self._database = database

    def keep(self, notification: Notification) -> bool:
        """Store a genuine webhook; False where it was stored before."""
        values = {name: getattr(notification, name) for name in _columns} | {"method": notification.method.value}
        return self._database.execute(_KEEP[self._database.is_sqlite], values).rowcount == 1

    def waiting(self, limit: int) -> tuple[Notification, ...]:
        """List those that have not taken effect."""
        rows = self._database.execute(_WAITING, {"limit": limit}).mappings()
        return tuple(Notification(**{**row, "method": Method(row["method"])}) for row in rows)

    def done(self, method: Method, event_key: str, at: datetime) -> None:
        """Note that one has taken effect."""
        self._database.execute(_DONE, {"of_method": method.value, "of_key": event_key, "at": at})

    def refuse(self, method: Method, reason: str, at: datetime) -> None:
        """Note that a forged one was turned away."""
        self._database.append(notifications_refused, {"method": method.value, "reason": reason[:255], "at": at})
