"""Recurring jobs, and the port to where their times are kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import msgspec


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do again and again; it may run twice at once, and may be killed half-way."""

    name: str
    every: timedelta
    run: Callable[[], object]
    """Do a piece of the work, of some seconds at most; True says that more of it waits already."""


class JobSchedule(Protocol):
    """When each recurring job runs next."""

    def registered(self) -> frozenset[str]:
        """Name the jobs that are written down."""
        ...

    def register(self, job: str, now: datetime) -> None:
        """Write a new job down, to run at once; one that is there already is left alone."""
        ...

    def due(self, now: datetime) -> frozenset[str]:
        """Name the jobs that may be claimed."""
        ...

    def claim(self, job: str, now: datetime, until: datetime) -> int | None:
        """Take a job that is due, until then at most; answer its failures in a row, or None if it is taken."""
        ...

    def record_success(self, job: str, now: datetime, next_run_at: datetime) -> None:
        """Note that the job ran."""
        ...

    def record_failure(self, job: str, next_run_at: datetime, error: str) -> None:
        """Note that the job failed, and when it is tried again."""
        ...


class JobScheduleTx(Protocol):
    """The part of a transaction that the worker uses."""

    @property
    def job_schedule(self) -> JobSchedule: ...
