"""Sessions as they are read."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, bindparam, exists, func, literal, or_, select

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of
from shop_adapters.sql.auth.tables import security_blocks, sessions
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.blocks import BlockSubject
from shop_domain.auth.model import Session, SessionCount, SessionForRequest, SessionId

MAX_BLOCK_KEYS: Final = 3
"""Under how many names a block may know a visitor."""
IS_BLOCKED: Final = exists(
    select(literal(1)).where(
        security_blocks.c.subject.in_([bindparam(f"subject_{n}") for n in range(MAX_BLOCK_KEYS)]),
        security_blocks.c.lifted_at.is_(None),
        or_(security_blocks.c.until.is_(None), security_blocks.c.until > bindparam("now")),
    )
)
_CHECKED: Final = tuple(field.name for field in msgspec.structs.fields(SessionForRequest))
_CHECK: Final = (
    select(
        sessions.c.user_id,
        users.c.email,
        users.c.username,
        users.c.is_active,
        users.c.is_staff,
        users.c.role,
        sessions.c.generation,
        sessions.c.pair_used,
        sessions.c.last_activity,
        sessions.c.expires_at,
        sessions.c.ended_at.is_not(None).label("is_ended"),
        IS_BLOCKED.label("is_shut_out"),
    )
    .select_from(sessions.join(users, users.c.id == sessions.c.user_id))
    .where(sessions.c.id == bindparam("id"))
)
ALIVE: Final = and_(sessions.c.ended_at.is_(None), sessions.c.refresh_expires_at > bindparam("now"))
_ACTIVE: Final = (
    select(*SESSION_COLUMNS)
    .where(sessions.c.user_id == bindparam("user"), ALIVE)
    .order_by(sessions.c.last_activity.desc(), sessions.c.created_at.desc(), sessions.c.id.desc())
)
_COUNT: Final = select(func.count().filter(ALIVE), func.count()).where(sessions.c.user_id == bindparam("user"))


class SqlSessionReader(SqlRepository):
    def check(self, session_id: SessionId, subject: BlockSubject) -> SessionForRequest | None:
        row = self._database.execute(_CHECK, {"id": session_id, **block_parameters(subject)}).one_or_none()
        if row is None:
            return None
        values: dict[str, Any] = dict(zip(_CHECKED, row, strict=True))
        values["role"] = Role(values["role"])
        return SessionForRequest(**values)

    def active_of(self, user_id: UserId, now: datetime) -> tuple[Session, ...]:
        return tuple(session_of(row) for row in self._database.execute(_ACTIVE, {"user": user_id, "now": now}))

    def count(self, user_id: UserId, now: datetime) -> SessionCount:
        row = tuple[int, ...](self._database.execute(_COUNT, {"user": user_id, "now": now}).one())
        active, total = row
        return SessionCount(active=active, total=total)


def block_parameters(subject: BlockSubject) -> dict[str, object]:
    """Give the names of a visitor as parameters."""
    padded = (*subject.block_keys, *[""] * MAX_BLOCK_KEYS)
    return {"now": subject.now, **{f"subject_{n}": padded[n] for n in range(MAX_BLOCK_KEYS)}}
