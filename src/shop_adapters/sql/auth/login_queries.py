"""What signing in, and coming back for the next pair, reads: in as few round trips as can be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, Text, bindparam, cast, exists, literal, select, true, union_all
from sqlalchemy.dialects import postgresql

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.accounts.users import COLUMNS, SqlUsers, user_of
from shop_adapters.sql.auth.attempt_counters import COUNTER_COLUMNS, SqlAttemptCounters, counter_of
from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of
from shop_adapters.sql.auth.session_reader import IS_BLOCKED, block_parameters
from shop_adapters.sql.auth.tables import attempt_counters, sessions
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import User, UserId
from shop_domain.auth.attempt_limit import AttemptCounter
from shop_domain.auth.blocks import BlockSubject
from shop_domain.auth.login_throttle import LoginCounterKeys, LoginCounters, LoginLookup
from shop_domain.auth.model import SessionForRefresh, SessionId, UserWithSessions

_USER_WITH_SESSIONS: Final = (
    select(*COLUMNS, *SESSION_COLUMNS)
    .select_from(
        users.outerjoin(
            sessions,
            (sessions.c.user_id == users.c.id)
            & sessions.c.ended_at.is_(None)
            & (sessions.c.refresh_expires_at > bindparam("now")),
        )
    )
    .where(users.c.id == bindparam("user"))
    .order_by(sessions.c.last_activity.desc(), sessions.c.created_at.desc(), sessions.c.id.desc())
    .with_for_update(key_share=True, of=users)
)
_IS_BLOCKED: Final = select(IS_BLOCKED)
_FOR_REFRESH: Final = (
    select(IS_BLOCKED, *SESSION_COLUMNS).where(sessions.c.id == bindparam("id")).with_for_update(of=sessions)
)


def _look_up() -> Any:  # noqa: ANN401 - a select over an insert
    """Find the account, lock the client's counter and then the account's, and read both: one statement."""
    who = select(*COLUMNS).where(users.c.email_canonical == bindparam("email")).cte("who")
    unknown = cast(bindparam("unknown", type_=String), Text)
    counted = union_all(
        select(literal(0).label("place"), cast(bindparam("ip_key"), Text).label("key")),
        select(literal(1), cast(bindparam("user_prefix"), Text).concat(cast(who.c.id, Text))),
        select(literal(1), unknown).where(~exists(select(who.c.id))),
    ).cte("counted")
    rows = select(counted.c.key, literal("{}").cast(postgresql.JSONB), literal("{}").cast(postgresql.JSONB))
    insert = postgresql.insert(attempt_counters).from_select(
        ["key", "tries", "in_flight"], rows.order_by(counted.c.place)
    )
    upsert = insert.on_conflict_do_update(index_elements=["key"], set_={"key": insert.excluded.key})
    held = upsert.returning(*COUNTER_COLUMNS).cte("held")
    found = held.outerjoin(who, true())
    return select(*held.c, IS_BLOCKED, *who.c).select_from(found).order_by(held.c.key)


_LOOK_UP: Final = _look_up()
_COUNTER_WIDTH: Final = len(COUNTER_COLUMNS)
_USER_WIDTH: Final = len(COLUMNS)


class SqlLoginQueries(SqlRepository):
    """What signing in, and coming back for the next pair, reads."""

    def look_up(self, email: str, subject: BlockSubject, keys: LoginCounterKeys) -> LoginLookup:
        if self._database.is_sqlite:
            return self._look_up_on_sqlite(email, subject, keys)
        values = {"email": email, "ip_key": keys.ip, "user_prefix": keys.user_prefix, "unknown": keys.unknown_email}
        rows = self._database.execute(_LOOK_UP, {**values, **block_parameters(subject)}).all()
        columns = rows[0][_COUNTER_WIDTH + 1 :]
        user = user_of(columns) if columns[0] is not None else None
        return LoginLookup(
            user=user,
            counters=_both([counter_of(row[:_COUNTER_WIDTH]) for row in rows], keys.ip, user),
            is_blocked=rows[0][_COUNTER_WIDTH],
        )

    def user_with_sessions(self, user_id: UserId, now: datetime) -> UserWithSessions | None:
        """Read an account with its active sessions as they are now, and hold the account.

        The row lock makes PostgreSQL read the account afresh after a wait, but not the sessions beside it: those are
        right because only logins add sessions, and the account's counter, locked before, lets one login in at a time.
        """
        rows = self._database.execute(_USER_WITH_SESSIONS, {"user": user_id, "now": now}).all()
        if not rows:
            return None
        held = [row[_USER_WIDTH:] for row in rows if row[_USER_WIDTH] is not None]
        return UserWithSessions(user=user_of(rows[0]), sessions=tuple(session_of(row) for row in held))

    def session_for_refresh(self, session_id: SessionId, subject: BlockSubject) -> SessionForRefresh | None:
        row = self._database.execute(_FOR_REFRESH, {"id": session_id, **block_parameters(subject)}).one_or_none()
        return None if row is None else SessionForRefresh(session=session_of(row[1:]), is_blocked=bool(row[0]))

    def _look_up_on_sqlite(self, email: str, subject: BlockSubject, keys: LoginCounterKeys) -> LoginLookup:
        """Do the same in several statements: they are no round trips, and the write lock is held already."""
        tallies, user = SqlAttemptCounters(self._database), SqlUsers(self._database).by_email(email)
        held = [tallies.lock(key) for key in _keys(keys, user)]
        is_shut_out = self._database.execute(_IS_BLOCKED, block_parameters(subject)).scalar_one()
        return LoginLookup(user=user, counters=_both(held, keys.ip, user), is_blocked=bool(is_shut_out))


def _keys(keys: LoginCounterKeys, user: User | None) -> tuple[str, str]:
    return keys.ip, keys.unknown_email if user is None else f"{keys.user_prefix}{user.id}"


def _both(counters: Sequence[AttemptCounter], ip_key: str, user: User | None) -> LoginCounters:
    by_key = {counter.key: counter for counter in counters}
    by_ip = by_key.pop(ip_key)
    (by_user,) = by_key.values()
    return LoginCounters(by_ip=by_ip, by_user=by_user, is_unknown_email=user is None)
