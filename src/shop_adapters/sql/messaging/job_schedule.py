"""When each recurring job runs next; whichever worker claims it first runs it, alone."""

from datetime import datetime
from typing import Final

from sqlalchemy import Column, Integer, String, Table, bindparam, or_, select, update

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.metadata import UtcDateTime, metadata
from shop_adapters.sql.engine.repository import SqlRepository

MAX_ERROR_LENGTH: Final = 500
jobs: Final = Table(
    "jobs",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("next_run_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_run_at", UtcDateTime),
    Column("last_error", String(MAX_ERROR_LENGTH)),
)
_free: Final = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= bindparam("now"))
_DUE: Final = select(jobs.c.name).where(jobs.c.next_run_at <= bindparam("now"), _free)
_REGISTERED: Final = select(jobs.c.name)
_REGISTER: Final = insert_or_ignore(jobs)
_CLAIM: Final = (
    update(jobs)
    .where(jobs.c.name == bindparam("job"), jobs.c.next_run_at <= bindparam("now"), _free)
    .values(leased_until=bindparam("until"))
    .returning(jobs.c.failures)
)
_RECORD_SUCCESS: Final = (
    update(jobs)
    .where(jobs.c.name == bindparam("job"))
    .values(next_run_at=bindparam("next"), last_run_at=bindparam("now"), leased_until=None, failures=0, last_error=None)
)
_RECORD_FAILURE: Final = (
    update(jobs)
    .where(jobs.c.name == bindparam("job"))
    .values(
        next_run_at=bindparam("next"), leased_until=None, failures=jobs.c.failures + 1, last_error=bindparam("error")
    )
)


class SqlJobSchedule(SqlRepository):
    def registered(self) -> frozenset[str]:
        return frozenset(self._database.execute(_REGISTERED).scalars())

    def register(self, job: str, now: datetime) -> None:
        self._database.execute(_REGISTER[self._database.is_sqlite], {"name": job, "next_run_at": now})

    def due(self, now: datetime) -> frozenset[str]:
        return frozenset(self._database.execute(_DUE, {"now": now}).scalars())

    def claim(self, job: str, now: datetime, until: datetime) -> int | None:
        return self._database.execute(_CLAIM, {"job": job, "now": now, "until": until}).scalar_one_or_none()

    def record_success(self, job: str, now: datetime, next_run_at: datetime) -> None:
        self._database.execute(_RECORD_SUCCESS, {"job": job, "now": now, "next": next_run_at})

    def record_failure(self, job: str, next_run_at: datetime, error: str) -> None:
        self._database.execute(_RECORD_FAILURE, {"job": job, "next": next_run_at, "error": error[:MAX_ERROR_LENGTH]})
