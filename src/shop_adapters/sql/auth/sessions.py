"""Sessions as they change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of, session_row
from shop_adapters.sql.auth.tables import sessions
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import UserId
from shop_domain.auth.model import Session, SessionEndReason, SessionId

_LOCK: Final = select(*SESSION_COLUMNS).where(sessions.c.id == bindparam("id")).with_for_update()
_ROTATED: Final = (
    "generation",
    "refresh_hash",
    "refresh_expires_at",
    "rotated_at",
    "rotated_ip",
    "rotated_agent",
    "pair_used",
    "last_activity",
)
_ROTATE: Final = (
    update(sessions).where(sessions.c.id == bindparam("own_id")).values({name: bindparam(name) for name in _ROTATED})
)
_END: Final = (
    update(sessions)
    .where(sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), end_reason=bindparam("reason"))
    .returning(sessions.c.id)
)
_END_THESE: Final = _END.where(sessions.c.id.in_(bindparam("ids", expanding=True)))
_END_ALL: Final = _END.where(sessions.c.user_id == bindparam("user"))
_END_OTHERS: Final = _END_ALL.where(sessions.c.id != bindparam("keep"))


class SqlSessions(SqlRepository):
    def add(self, session: Session) -> None:
        """Store a new session, at the transaction's end."""
        self._database.append(sessions, session_row(session))

    def lock(self, session_id: SessionId) -> Session | None:
        row = self._database.execute(_LOCK, {"id": session_id}).one_or_none()
        return None if row is None else session_of(row)

    def rotate(self, session: Session) -> None:
        row = session_row(session)
        self._database.execute(_ROTATE, {**{name: row[name] for name in _ROTATED}, "own_id": session.id})

    def end(self, ids: Iterable[SessionId], reason: SessionEndReason, now: datetime) -> tuple[SessionId, ...]:
        values = {"ids": list(ids), "reason": reason.value, "now": now}
        return tuple(self._database.execute(_END_THESE, values).scalars())

    def end_all(
        self, user_id: UserId, reason: SessionEndReason, now: datetime, *, keep: SessionId | None
    ) -> tuple[SessionId, ...]:
        values = {"user": user_id, "reason": reason.value, "now": now}
        if keep is None:
            return tuple(self._database.execute(_END_ALL, values).scalars())
        return tuple(self._database.execute(_END_OTHERS, {**values, "keep": keep}).scalars())
