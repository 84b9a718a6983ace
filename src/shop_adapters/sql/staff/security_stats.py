"""Attempts, sessions and blocks in figures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Executable, FromClause, String, bindparam, case, cast, func, or_, select, text

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.auth.tables import security_attempts as attempts
from shop_adapters.sql.auth.tables import security_blocks, sessions
from shop_adapters.sql.engine.database import Database
from shop_domain.staff.security_reports import HOURLY_SPAN, TOP_COUNT, AttemptsInPeriod, FailureCount, SecurityStats

_IN_SPAN: Final = attempts.c.timestamp >= bindparam("since")
_FAILED: Final = func.count().filter(~attempts.c.success)
_SUCCEEDED: Final = func.count().filter(attempts.c.success)


_BEGAN: Final = text("began")
_WHAT: Final = text("what")
"""Groups are named by their label: an expression with parameters is another one each time it is written."""


def _by_time(characters: int) -> Executable:
    """Group by the beginning of the moment's text, which both engines write alike."""
    start = func.substr(cast(attempts.c.timestamp, String), 1, characters).label("began")
    return select(start, _SUCCEEDED, _FAILED).where(_IN_SPAN).group_by(_BEGAN).order_by(_BEGAN)


def _by(name: ColumnElement[Any], source: FromClause = attempts) -> Executable:
    failed = _FAILED.label("failed")
    counted = select(name.label("what"), failed).select_from(source).where(_IN_SPAN, ~attempts.c.success, name != "")
    return counted.group_by(_WHAT).order_by(failed.desc(), _WHAT).limit(TOP_COUNT)


_BY_HOUR: Final = _by_time(13)
_BY_DAY: Final = _by_time(10)
_BY_TYPE: Final = _by(attempts.c.attempt_type)
_BY_REASON: Final = _by(attempts.c.failure_reason)
_TOP_IPS: Final = _by(attempts.c.ip_address)
_WHO: Final = case((attempts.c.identifier != "", attempts.c.identifier), else_=func.coalesce(users.c.email, ""))
_TOP_ACCOUNTS: Final = _by(_WHO, attempts.outerjoin(users, users.c.id == attempts.c.user_id))
_ACTIVE: Final = (
    select(func.count())
    .select_from(sessions)
    .where(sessions.c.ended_at.is_(None), sessions.c.refresh_expires_at > bindparam("now"))
)
_BLOCKS: Final = (
    select(func.count())
    .select_from(security_blocks)
    .where(
        security_blocks.c.lifted_at.is_(None),
        or_(security_blocks.c.until.is_(None), security_blocks.c.until > bindparam("now")),
    )
)


def read_stats(database: Database, since: datetime, now: datetime) -> SecurityStats:
    """Count what happened since a moment; hours are shown for the last two days only."""
    lately = max(since, now - HOURLY_SPAN)

    def tallied(statement: Executable) -> tuple[FailureCount, ...]:
        rows = _rows(database, statement, since)
        return tuple(FailureCount(name=row[0], failed=row[1]) for row in rows)

    return SecurityStats(
        by_hour=_per_period(database, _BY_HOUR, lately, ":00:00Z"),
        by_day=_per_period(database, _BY_DAY, since, "T00:00:00Z"),
        by_type=tallied(_BY_TYPE),
        by_reason=tallied(_BY_REASON),
        top_ips=tallied(_TOP_IPS),
        top_accounts=tallied(_TOP_ACCOUNTS),
        active_sessions=database.execute(_ACTIVE, {"now": now}).scalar_one(),
        blocks_in_force=database.execute(_BLOCKS, {"now": now}).scalar_one(),
    )


def _per_period(database: Database, statement: Executable, since: datetime, rest: str) -> tuple[AttemptsInPeriod, ...]:
    rows = _rows(database, statement, since)
    return tuple(
        AttemptsInPeriod(start=row[0].replace(" ", "T") + rest, succeeded=row[1], failed=row[2]) for row in rows
    )


def _rows(database: Database, statement: Executable, since: datetime) -> Sequence[Sequence[Any]]:
    return database.execute(statement, {"since": since}).all()
