"""Security reports for staff; lists begin with the newest."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, String, and_, bindparam, case, func, or_, select

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.accounts.users import COLUMNS as USER_COLUMNS
from shop_adapters.sql.accounts.users import user_of
from shop_adapters.sql.auth.attempt_log import FIELDS as ATTEMPT_FIELDS
from shop_adapters.sql.auth.attempt_log import attempt_of
from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of
from shop_adapters.sql.auth.tables import security_attempts as attempts
from shop_adapters.sql.auth.tables import sessions
from shop_adapters.sql.engine.keyset_list import KeysetList
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.staff.audit_log import ENTRY_COLUMNS, audit_log_entry_of
from shop_adapters.sql.staff.security_stats import read_stats
from shop_adapters.sql.staff.tables import audit_log_entries
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.model import Session
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.staff.audit_log import AuditLogEntry, AuditLogFilter
from shop_domain.staff.security_reports import AttemptFilter, SecurityStats, SessionFilter, UserFilter

_IDENTIFIER: Final = case((attempts.c.identifier != "", attempts.c.identifier), else_=func.coalesce(users.c.email, ""))
_HAS_EMAIL: Final = select(users.c.id).where(users.c.email_canonical == bindparam("address"))
_ATTEMPTS: Final = KeysetList(
    source=attempts.outerjoin(users, users.c.id == attempts.c.user_id),
    columns=[_IDENTIFIER.label(name) if name == "identifier" else attempts.c[name] for name in ATTEMPT_FIELDS],
    key=attempts.c.id,
    filters={
        "attempt_type": attempts.c.attempt_type == bindparam("attempt_type"),
        "user_id": attempts.c.user_id == bindparam("user_id"),
        "address": or_(attempts.c.user_id.in_(_HAS_EMAIL), attempts.c.identifier == bindparam("typed")),
        "ip": attempts.c.ip_address == bindparam("ip"),
        "success": attempts.c.success == bindparam("success", type_=Boolean),
        "failure_reason": attempts.c.failure_reason == bindparam("failure_reason"),
        "after": attempts.c.timestamp >= bindparam("after"),
        "before": attempts.c.timestamp < bindparam("before"),
    },
)
_IS_ACTIVE: Final = and_(sessions.c.ended_at.is_(None), sessions.c.refresh_expires_at > bindparam("now"))
_SESSIONS: Final = KeysetList(
    source=sessions,
    columns=SESSION_COLUMNS,
    key=sessions.c.id,
    filters={
        "user_id": sessions.c.user_id == bindparam("user_id"),
        "ip": sessions.c.ip_address == bindparam("ip"),
        "active": _IS_ACTIVE,
        "inactive": ~_IS_ACTIVE,
    },
)
_LIKE: Final = bindparam("search", type_=String)
_USERS: Final = KeysetList(
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
)
_AUDIT_LOG: Final = KeysetList(
    source=audit_log_entries,
    columns=ENTRY_COLUMNS,
    key=audit_log_entries.c.id,
    filters={
        "staff_id": audit_log_entries.c.staff_id == bindparam("staff_id"),
        "action": audit_log_entries.c.action == bindparam("action"),
        "after": audit_log_entries.c.at >= bindparam("after"),
        "before": audit_log_entries.c.at < bindparam("before"),
    },
)


class SqlSecurityReports(SqlRepository):
    def attempts(self, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        given = {**msgspec.structs.asdict(wanted), **_user_filter(wanted.user)}
        given["attempt_type"] = wanted.attempt_type and wanted.attempt_type.value
        return _ATTEMPTS.page(self._database, given, page, attempt_of)

    def sessions(self, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        given = msgspec.structs.asdict(wanted)
        given |= {"active": wanted.active or None, "inactive": wanted.active is False or None}
        return _SESSIONS.page(self._database, given, page, session_of)

    def users(self, wanted: UserFilter, page: PageRequest) -> Page[User]:
        given = msgspec.structs.asdict(wanted)
        given |= {"role": wanted.role and wanted.role.value, "search": _pattern(wanted.search)}
        return _USERS.page(self._database, given, page, user_of)

    def audit_log(self, wanted: AuditLogFilter, page: PageRequest) -> Page[AuditLogEntry]:
        return _AUDIT_LOG.page(self._database, msgspec.structs.asdict(wanted), page, audit_log_entry_of)

    def stats(self, since: datetime, now: datetime) -> SecurityStats:
        return read_stats(self._database, since, now)


def _user_filter(user: str | None) -> dict[str, Any]:
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
