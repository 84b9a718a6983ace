"""What signing in, and coming back for the next pair, reads: in as few round trips as can be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, Text, bindparam, cast, exists, literal, select, true, union_all
from sqlalchemy.dialects import postgresql

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.accounts.users import COLUMNS, SqlUsers, user_of
from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of
from shop_adapters.sql.auth.session_list import IS_SHUT_OUT, named
from shop_adapters.sql.auth.tables import attempt_tallies, sessions
from shop_adapters.sql.auth.tallies import TALLY_COLUMNS, SqlTallies, tally_of
from shop_adapters.sql.database import Database
from shop_domain.accounts.model import User, UserId
from shop_domain.auth.attempt_limit import Tally
from shop_domain.auth.blocks import Visitor
from shop_domain.auth.login_throttle import LoginKeys, LoginLookup, LoginTallies
from shop_domain.auth.model import Account, Returning, SessionId

_ACCOUNT: Final = (
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
_SHUT_OUT: Final = select(IS_SHUT_OUT)
_RETURNING: Final = (
    select(IS_SHUT_OUT, *SESSION_COLUMNS).where(sessions.c.id == bindparam("id")).with_for_update(of=sessions)
)


def _look_up() -> Any:  # noqa: ANN401 - a select over an insert
    """Find the account, lock the client's tally and then the account's, and read both: one statement."""
    who = select(*COLUMNS).where(users.c.email_canonical == bindparam("email")).cte("who")
    stranger = cast(bindparam("stranger", type_=String), Text)
    counted = union_all(
        select(literal(0).label("place"), cast(bindparam("ip_key"), Text).label("key")),
        select(literal(1), cast(bindparam("user_prefix"), Text).concat(cast(who.c.id, Text))),
        select(literal(1), stranger).where(~exists(select(who.c.id))),
    ).cte("counted")
    rows = select(counted.c.key, literal("{}").cast(postgresql.JSONB), literal("{}").cast(postgresql.JSONB))
    insert = postgresql.insert(attempt_tallies).from_select(
        ["key", "tries", "in_flight"], rows.order_by(counted.c.place)
    )
    upsert = insert.on_conflict_do_update(index_elements=["key"], set_={"key": insert.excluded.key})
    held = upsert.returning(*TALLY_COLUMNS).cte("held")
    found = held.outerjoin(who, true())
    return select(*held.c, IS_SHUT_OUT, *who.c).select_from(found).order_by(held.c.key)


_LOOK_UP: Final = _look_up()
_TALLY_WIDTH: Final = len(TALLY_COLUMNS)
_USER_WIDTH: Final = len(COLUMNS)


class SqlSignIns:
    """What signing in, and coming back for the next pair, reads."""

    def __init__(self, database: Database) -> None:
        """Speak through this conversation."""
        self._database = database

    def look_up(self, email: str, visitor: Visitor, keys: LoginKeys) -> LoginLookup:
        """Find the account of an address, and hold the tries from its client and at the account, to be counted."""
        if self._database.is_sqlite:
            return self._look_up_in_turn(email, visitor, keys)
        values = {"email": email, "ip_key": keys.ip, "user_prefix": keys.user_prefix, "stranger": keys.stranger}
        rows = self._database.execute(_LOOK_UP, {**values, **named(visitor)}).all()
        columns = rows[0][_TALLY_WIDTH + 1 :]
        user = user_of(columns) if columns[0] is not None else None
        return LoginLookup(
            user=user,
            tallies=_both([tally_of(row[:_TALLY_WIDTH]) for row in rows], keys.ip, user),
            is_shut_out=rows[0][_TALLY_WIDTH],
        )

    def account(self, user_id: UserId, now: datetime) -> Account | None:
        """Read an account with its active sessions as they are now, and hold the account.

        The row lock makes PostgreSQL read the account afresh after a wait, but not the sessions beside it: those are
        right because only logins add sessions, and the account's tally, locked before, lets one login in at a time.
        """
        rows = self._database.execute(_ACCOUNT, {"user": user_id, "now": now}).all()
        if not rows:
            return None
        held = [row[_USER_WIDTH:] for row in rows if row[_USER_WIDTH] is not None]
        return Account(user=user_of(rows[0]), sessions=tuple(session_of(row) for row in held))

    def returning(self, session_id: SessionId, visitor: Visitor) -> Returning | None:
        """Read a session, hold it, and tell whether staff shut the visitor out."""
        row = self._database.execute(_RETURNING, {"id": session_id, **named(visitor)}).one_or_none()
        return None if row is None else Returning(session=session_of(row[1:]), is_shut_out=bool(row[0]))

    def _look_up_in_turn(self, email: str, visitor: Visitor, keys: LoginKeys) -> LoginLookup:
        """Do the same in several statements: they are no round trips, and the write lock is held already."""
        tallies, user = SqlTallies(self._database), SqlUsers(self._database).by_email(email)
        held = [tallies.lock(key) for key in _keys(keys, user)]
        is_shut_out = self._database.execute(_SHUT_OUT, named(visitor)).scalar_one()
        return LoginLookup(user=user, tallies=_both(held, keys.ip, user), is_shut_out=bool(is_shut_out))


def _keys(keys: LoginKeys, user: User | None) -> tuple[str, str]:
    return keys.ip, keys.stranger if user is None else f"{keys.user_prefix}{user.id}"


def _both(tallies: Sequence[Tally], ip_key: str, user: User | None) -> LoginTallies:
    by_key = {tally.key: tally for tally in tallies}
    by_ip = by_key.pop(ip_key)
    (by_user,) = by_key.values()
    return LoginTallies(by_ip=by_ip, by_user=by_user, is_stranger=user is None)
