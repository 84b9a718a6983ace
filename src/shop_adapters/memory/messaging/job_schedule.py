"""When each recurring job runs next, in memory."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable


class ScheduledJob(msgspec.Struct, frozen=True, kw_only=True):
    """A recurring job."""

    name: str
    next_run_at: datetime
    leased_until: datetime | None = None
    failures: int = 0
    last_run_at: datetime | None = None
    last_error: str | None = None

    def is_due(self, now: datetime) -> bool:
        return self.next_run_at <= now and (self.leased_until is None or self.leased_until <= now)


class MemoryJobSchedule:
    def __init__(self, jobs: MemoryTable[str, ScheduledJob]) -> None:
        self._jobs = jobs

    def registered(self) -> frozenset[str]:
        return frozenset(job.name for job in self._jobs)

    def register(self, job: str, now: datetime) -> None:
        if job not in self._jobs:
            self._jobs.put(job, ScheduledJob(name=job, next_run_at=now))

    def due(self, now: datetime) -> frozenset[str]:
        return frozenset(job.name for job in self._jobs if job.is_due(now))

    def claim(self, job: str, now: datetime, until: datetime) -> int | None:
        found = self._jobs.get(job)
        if found is None or not found.is_due(now):
            return None
        self._jobs.put(job, replace(found, leased_until=until))
        return found.failures

    def record_success(self, job: str, now: datetime, next_run_at: datetime) -> None:
        self._jobs.put(job, ScheduledJob(name=job, next_run_at=next_run_at, last_run_at=now))

    def record_failure(self, job: str, next_run_at: datetime, error: str) -> None:
        if (found := self._jobs.get(job)) is not None:
            changes = {"failures": found.failures + 1, "last_error": error}
            self._jobs.put(job, replace(found, next_run_at=next_run_at, leased_until=None, **changes))
