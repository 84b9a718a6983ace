"""What happens to sessions, and to spent rows, by the way."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, or_, select, update

from shop_adapters.sql.accounts.tables import one_time_tokens
from shop_adapters.sql.auth.tables import attempt_counters, sessions
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import UserId
from shop_domain.accounts.one_time_token import LINK_RETENTION
from shop_domain.auth.model import SessionEndReason, SessionId

_NOTE_ACTIVITY: Final = (
    update(sessions)
    .where(
        sessions.c.id == bindparam("own_id"),
        sessions.c.last_activity < bindparam("now"),
        sessions.c.ended_at.is_(None),
    )
    .values(last_activity=bindparam("now"))
)
_NOTE_PAIR_USED: Final = (
    update(sessions)
    .where(sessions.c.id == bindparam("own_id"), sessions.c.generation == bindparam("own_generation"))
    .values(pair_used=True)
)
_EXPIRED: Final = (
    select(sessions.c.id)
    .where(sessions.c.ended_at.is_(None), sessions.c.refresh_expires_at <= bindparam("now"))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("run_out")
)
"""A common table expression, since PostgreSQL would run a subquery again and again and skip what it locked itself."""
_EXPIRE: Final = (
    update(sessions)
    .where(sessions.c.id.in_(select(_EXPIRED.c.id)), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), end_reason=SessionEndReason.EXPIRED.value)
    .returning(sessions.c.user_id, sessions.c.id)
)
_OLD: Final = select(sessions.c.id).where(sessions.c.ended_at < bindparam("before")).limit(bindparam("most"))
_PURGE: Final = delete(sessions).where(sessions.c.id.in_(_OLD))
_IS_SPENT: Final = or_(attempt_counters.c.kept_until.is_(None), attempt_counters.c.kept_until < bindparam("now"))
_SPENT: Final = select(attempt_counters.c.key).where(_IS_SPENT).limit(bindparam("most"))
_PURGE_COUNTERS: Final = delete(attempt_counters).where(_IS_SPENT, attempt_counters.c.key.in_(_SPENT))
_OVER: Final = (
    select(one_time_tokens.c.id).where(one_time_tokens.c.expires_at < bindparam("before")).limit(bindparam("most"))
)
_PURGE_LINKS: Final = delete(one_time_tokens).where(one_time_tokens.c.id.in_(_OVER))


class SqlSessionMaintenance(SqlRepository):
    def record_activity(self, session_id: SessionId, now: datetime) -> None:
        self._database.execute(_NOTE_ACTIVITY, {"own_id": session_id, "now": now})

    def mark_pair_used(self, session_id: SessionId, generation: int) -> None:
        self._database.execute(_NOTE_PAIR_USED, {"own_id": session_id, "own_generation": generation})

    def expire(self, now: datetime, limit: int) -> tuple[tuple[UserId, SessionId], ...]:
        rows = self._database.execute(_EXPIRE, {"now": now, "most": limit})
        return tuple((row.user_id, row.id) for row in rows)

    def purge(self, ended_before: datetime, limit: int) -> int:
        return self._database.execute(_PURGE, {"before": ended_before, "most": limit}).rowcount


class SqlStaleRows(SqlRepository):
    def purge(self, now: datetime, limit: int) -> int:
        tallies = self._database.execute(_PURGE_COUNTERS, {"now": now, "most": limit}).rowcount
        links = self._database.execute(_PURGE_LINKS, {"before": now - LINK_RETENTION, "most": limit}).rowcount
        return tallies + links
