"""What staff see of the door."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, String, and_, bindparam, case, func, or_, select

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.accounts.users import COLUMNS as USER_COLUMNS
from shop_adapters.sql.accounts.users import user_of
from shop_adapters.sql.auth.attempts import FIELDS as ATTEMPT_FIELDS
from shop_adapters.sql.auth.attempts import attempt_of
from shop_adapters.sql.auth.newest_first import NewestFirst
from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of
from shop_adapters.sql.auth.staff_actions import ACTION_COLUMNS, action_of
from shop_adapters.sql.auth.stats import read_stats
from shop_adapters.sql.auth.tables import security_attempts as attempts
from shop_adapters.sql.auth.tables import sessions, staff_actions
from shop_adapters.sql.database import Database
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.model import Session
from shop_domain.auth.staff_actions import StaffAction, StaffActionFilter
from shop_domain.auth.watch import AttemptFilter, DoorStats, SessionFilter, UserFilter
from shop_domain.kernel.paging import Page, PageRequest

_NAMED: Final = case((attempts.c.identifier != "", attempts.c.identifier), else_=func.coalesce(users.c.email, ""))
_HAS_ADDRESS: Final = select(users.c.id).where(users.c.email_canonical == bindparam("address"))
_ATTEMPTS: Final = NewestFirst(
    source=attempts.outerjoin(users, users.c.id == attempts.c.user_id),
    columns=[_NAMED.label(name) if name == "identifier" else attempts.c[name] for name in ATTEMPT_FIELDS],
    key=attempts.c.id,
    filters={
        "attempt_type": attempts.c.attempt_type == bindparam("attempt_type"),
        "user_id": attempts.c.user_id == bindparam("user_id"),
        "address": or_(attempts.c.user_id.in_(_HAS_ADDRESS), attempts.c.identifier == bindparam("typed")),
        "ip": attempts.c.ip_address == bindparam("ip"),
        "success": attempts.c.success == bindparam("success", type_=Boolean),
        "failure_reason": attempts.c.failure_reason == bindparam("failure_reason"),
        "after": attempts.c.timestamp >= bindparam("after"),
        "before": attempts.c.timestamp < bindparam("before"),
    },
    read=attempt_of,
    id_of=lambda attempt: attempt.id,
)
_GOES_ON: Final = and_(sessions.c.ended_at.is_(None), sessions.c.refresh_expires_at > bindparam("now"))
_SESSIONS: Final = NewestFirst(
    source=sessions,
    columns=SESSION_COLUMNS,
    key=sessions.c.id,
    filters={
        "user_id": sessions.c.user_id == bindparam("user_id"),
        "ip": sessions.c.ip_address == bindparam("ip"),
        "active": _GOES_ON,
        "inactive": ~_GOES_ON,
    },
    read=session_of,
    id_of=lambda session: session.id,
)
_LIKE: Final = bindparam("search", type_=String)
_USERS: Final = NewestFirst(
    source=users,
    columns=USER_COLUMNS,
    key=users.c.id,
    filters={
        "search": or_(
            users.c.email_canonical.like(_LIKE, escape="/"),
            users.c.username_canonical.like(_LIKE, escape="/"),
            users.c.name_canonical.like(_LIKE, escape="/"),
        ),
        "is_active": users.c.is_active == bindparam("is_active", type_=Boolean),
        "is_staff": users.c.is_staff == bindparam("is_staff", type_=Boolean),
        "role": users.c.role == bindparam("role"),
    },
    read=user_of,
    id_of=lambda user: user.id,
)
_ACTIONS: Final = NewestFirst(
    source=staff_actions,
    columns=ACTION_COLUMNS,
    key=staff_actions.c.id,
    filters={
        "staff_id": staff_actions.c.staff_id == bindparam("staff_id"),
        "action": staff_actions.c.action == bindparam("action"),
        "after": staff_actions.c.at >= bindparam("after"),
        "before": staff_actions.c.at < bindparam("before"),
    },
    read=action_of,
    id_of=lambda action: action.id,
)


class SqlWatch:
    """What staff see of the door; lists begin with the newest."""

    def __init__(self, database: Database) -> None:
        """Read through this conversation."""
        self._database = database

    def attempts(self, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        """List tries, with the account's present address where there is an account."""
        given = {**msgspec.structs.asdict(wanted), **_whose(wanted.user)}
        given["attempt_type"] = wanted.attempt_type and wanted.attempt_type.value
        return _ATTEMPTS.page(self._database, given, page)

    def sessions(self, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        """List sessions."""
        given = msgspec.structs.asdict(wanted)
        given |= {"active": wanted.active or None, "inactive": wanted.active is False or None}
        return _SESSIONS.page(self._database, given, page)

    def users(self, wanted: UserFilter, page: PageRequest) -> Page[User]:
        """List accounts."""
        given = msgspec.structs.asdict(wanted)
        given |= {"role": wanted.role and wanted.role.value, "search": _pattern(wanted.search)}
        return _USERS.page(self._database, given, page)

    def staff_actions(self, wanted: StaffActionFilter, page: PageRequest) -> Page[StaffAction]:
        """List what staff did."""
        return _ACTIONS.page(self._database, msgspec.structs.asdict(wanted), page)

    def stats(self, since: datetime, now: datetime) -> DoorStats:
        """Count what happened since a moment."""
        return read_stats(self._database, since, now)


def _whose(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    try:
        return {"user_id": UUID(user)}
    except ValueError:
        return {"address": canonical(user), "typed": user}


def _pattern(search: str | None) -> str | None:
    if search is None:
        return None
    escaped = canonical(search)
    for special in "/%_":
        escaped = escaped.replace(special, f"/{special}")
    return f"%{escaped}%"
