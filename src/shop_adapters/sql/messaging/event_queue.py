"""Stored events on their way to the subscribers.

A lease is one conditional UPDATE: any number of relays run at once, a crashed one's events come free when its lease
ends, and of each thing only the first waiting event can be leased, so that order is kept without a lock that lasts.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, exists, or_, select, update

from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.messaging.outbox import outbox
from shop_domain.kernel.ports import LeasedEvent

_candidate: Final = outbox.alias("candidate")
_earlier: Final = outbox.alias("earlier")
_due: Final = (
    _candidate.c.delivered_at.is_(None)
    & _candidate.c.given_up_at.is_(None)
    & (_candidate.c.due_at <= bindparam("now"))
    & or_(_candidate.c.leased_until.is_(None), _candidate.c.leased_until <= bindparam("now"))
    & ~exists().where(
        _earlier.c.ordering_key == _candidate.c.ordering_key,
        _earlier.c.position < _candidate.c.position,
        _earlier.c.delivered_at.is_(None),
        _earlier.c.given_up_at.is_(None),
    )
)
_ANY_DUE: Final = select(exists().where(_due))
_LEASE: Final = (
    update(outbox)
    .where(
        outbox.c.position.in_(
            select(_candidate.c.position)
            .where(_due)
            .order_by(_candidate.c.due_at, _candidate.c.position)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True, of=_candidate),
        ),
    )
    .values(leased_until=bindparam("until"), tries=outbox.c.tries + 1)
    .returning(
        outbox.c.position, outbox.c.event_id, outbox.c.kind, outbox.c.ordering_key, outbox.c.body, outbox.c.tries
    )
)
_mine: Final = (outbox.c.event_id == bindparam("event")) & outbox.c.delivered_at.is_(None)
_DELIVERED: Final = (
    update(outbox).where(_mine).values(delivered_at=bindparam("at"), given_up_at=None, leased_until=None)
)
_POSTPONE: Final = (
    update(outbox).where(_mine).values(due_at=bindparam("at"), last_error=bindparam("error"), leased_until=None)
)
_GIVE_UP: Final = (
    update(outbox).where(_mine).values(given_up_at=bindparam("at"), last_error=bindparam("error"), leased_until=None)
)
_FORGET: Final = delete(outbox).where(
    outbox.c.position.in_(
        select(outbox.c.position).where(outbox.c.delivered_at < bindparam("before")).limit(bindparam("most"))
    )
)
MAX_ERROR_LENGTH: Final = 500


class SqlEventQueue(SqlRepository):
    def any_due(self, now: datetime) -> bool:
        return bool(self._database.execute(_ANY_DUE, {"now": now}).scalar_one())

    def lease(self, now: datetime, until: datetime, limit: int) -> tuple[LeasedEvent, ...]:
        rows = self._database.execute(_LEASE, {"now": now, "until": until, "most": limit}).all()
        return tuple(map(_leased, sorted(rows, key=lambda row: row.position)))

    def mark_delivered(self, event_id: UUID, now: datetime) -> None:
        self._database.execute(_DELIVERED, {"event": str(event_id), "at": now})

    def postpone(self, event_id: UUID, due_at: datetime, error: str) -> None:
        self._database.execute(_POSTPONE, {"event": str(event_id), "at": due_at, "error": error[:MAX_ERROR_LENGTH]})

    def give_up(self, event_id: UUID, now: datetime, error: str) -> None:
        self._database.execute(_GIVE_UP, {"event": str(event_id), "at": now, "error": error[:MAX_ERROR_LENGTH]})

    def delete_delivered(self, delivered_before: datetime, limit: int) -> int:
        return self._database.execute(_FORGET, {"before": delivered_before, "most": limit}).rowcount


def _leased(row: Row[Any]) -> LeasedEvent:
    return LeasedEvent(
        event_id=UUID(row.event_id), kind=row.kind, ordering_key=row.ordering_key, body=row.body, tries=row.tries
    )
