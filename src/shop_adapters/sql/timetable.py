"""When each recurring job runs next; whichever worker claims it first runs it, alone."""

from datetime import datetime
from typing import Final

from sqlalchemy import Column, Integer, String, Table, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.database import Database
from shop_adapters.sql.metadata import Utc, metadata

LONGEST_ERROR: Final = 500
jobs: Final = Table(
    "jobs",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("next_run_at", Utc, nullable=False),
    Column("leased_until", Utc),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_run_at", Utc),
    Column("last_error", String(LONGEST_ERROR)),
)
_free: Final = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= bindparam("now"))
_DUE: Final = select(jobs.c.name).where(jobs.c.next_run_at <= bindparam("now"), _free)
_KNOWN: Final = select(jobs.c.name)
_PUT_DOWN: Final = {
    True: sqlite.insert(jobs).on_conflict_do_nothing(),
    False: postgresql.insert(jobs).on_conflict_do_nothing(),
}
_CLAIM: Final = (
    update(jobs)
    .where(jobs.c.name == bindparam("job"), jobs.c.next_run_at <= bindparam("now"), _free)
    .values(leased_until=bindparam("until"))
    .returning(jobs.c.failures)
)
_DONE: Final = (
    update(jobs)
    .where(jobs.c.name == bindparam("job"))
    .values(next_run_at=bindparam("next"), last_run_at=bindparam("now"), leased_until=None, failures=0, last_error=None)
)
_FAILED: Final = (
    update(jobs)
    .where(jobs.c.name == bindparam("job"))
    .values(
        next_run_at=bindparam("next"), leased_until=None, failures=jobs.c.failures + 1, last_error=bindparam("error")
    )
)


class SqlTimetable:
    """When each recurring job runs next."""

    def __init__(self, database: Database) -> None:
        """Speak through this conversation."""
        self._database = database

    def known(self) -> frozenset[str]:
        """Name the jobs that are written down."""
        return frozenset(self._database.execute(_KNOWN).scalars())

    def put_down(self, job: str, now: datetime) -> None:
        """Write a new job down, to run at once; one that is there already is left alone."""
        self._database.execute(_PUT_DOWN[self._database.is_sqlite], {"name": job, "next_run_at": now})

    def due(self, now: datetime) -> frozenset[str]:
        """Name the jobs that may be claimed."""
        return frozenset(self._database.execute(_DUE, {"now": now}).scalars())

    def claim(self, job: str, now: datetime, until: datetime) -> int | None:
        """Take a job that is due, until then at most; answer its failures in a row, or None if it is taken."""
        return self._database.execute(_CLAIM, {"job": job, "now": now, "until": until}).scalar_one_or_none()

    def done(self, job: str, now: datetime, next_run_at: datetime) -> None:
        """Note that the job ran."""
        self._database.execute(_DONE, {"job": job, "now": now, "next": next_run_at})

    def failed(self, job: str, next_run_at: datetime, error: str) -> None:
        """Note that the job failed, and when it is tried again."""
        self._database.execute(_FAILED, {"job": job, "next": next_run_at, "error": error[:LONGEST_ERROR]})
