"""A session held for a write, in SQL."""

from typing import Final

from sqlalchemy import bindparam, select

from shop_adapters.sql.auth.tables import sessions
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionId

_LOCK_SESSION: Final = (
    select(sessions.c.id)
    .where(sessions.c.id == bindparam("id"), sessions.c.ended_at.is_(None))
    .with_for_update(read=True)
)


class SqlSessionGuard(SqlRepository):
    def confirm(self, session_id: SessionId) -> None:
        if self._database.execute(_LOCK_SESSION, {"id": session_id}).first() is None:
            raise SessionTerminated
