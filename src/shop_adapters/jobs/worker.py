"""The worker: delivers events and runs recurring jobs, until it is told to stop."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Event as Signal
from threading import Thread
from typing import Final

import structlog

from shop_adapters.composition.log_redaction import redact_text
from shop_adapters.jobs.job_schedule import Job, JobScheduleTx
from shop_adapters.jobs.relay_outbox import OutboxRelay
from shop_domain.kernel.ports import Begin, Clock

IDLE_SECONDS: Final = 0.5
"""How long a lane with nothing to do sleeps; a mail leaves at most this late."""
MAX_PAUSE_SECONDS: Final = 5.0
"""How long a lane sleeps that fails again and again, such as without its database."""
LEASE: Final = timedelta(seconds=45)
"""A job that takes longer may be started by another worker too, so a job does a bounded piece of work at a time."""
FINISH_SECONDS: Final = 20.0
"""How long a stopping worker waits for each lane; what is cut off is taken up by another one."""
RETRY: Final = timedelta(seconds=2)
MAX_RETRY: Final = timedelta(seconds=30)

log: Final = structlog.get_logger("shop.worker")


class Worker:
    """Two lanes side by side, events and jobs, so that neither waits for the other."""

    def __init__(
        self,
        *,
        relay: OutboxRelay,
        jobs: Sequence[Job],
        begin: Begin[JobScheduleTx],
        read: Begin[JobScheduleTx],
        clock: Clock,
    ) -> None:
        """Work on these; any number of workers may do so at once, in one process or in many."""
        self._relay, self._jobs = relay, {job.name: job for job in jobs}
        self._begin, self._read, self._clock = begin, read, clock
        self._registered = False
        self._stopping = Signal()
        self._threads: tuple[Thread, ...] = ()

    def start(self) -> None:
        """Start both lanes in threads of their own."""
        lanes = {"events": self.deliver_events, "jobs": self.run_due_jobs}
        self._threads = tuple(
            Thread(target=self._loop, args=(name, step), name=f"shop-worker-{name}", daemon=True)
            for name, step in lanes.items()
        )
        for thread in self._threads:
            thread.start()

    def stop(self, within_seconds: float = FINISH_SECONDS) -> bool:
        """Ask both lanes to end after what they are doing; answer whether they have."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(within_seconds)
        return not any(thread.is_alive() for thread in self._threads)

    def deliver_events(self) -> bool:
        """Deliver one round of events; answer whether there were any."""
        return self._relay.deliver_due() > 0

    def run_due_jobs(self) -> bool:
        """Run each due job once, as far as no other worker has it; answer whether one has more to do."""
        self._register()
        with self._read() as tx:
            due = tx.job_schedule.due(self._clock())
        more = [self._run(job) for name, job in self._jobs.items() if name in due and not self._stopping.is_set()]
        return any(more)

    def _register(self) -> None:
        if self._registered:
            return
        with self._read() as tx:
            missing = self._jobs.keys() - tx.job_schedule.registered()
        if missing:
            with self._begin() as tx:
                for name in sorted(missing):
                    tx.job_schedule.register(name, self._clock())
        self._registered = True

    def _run(self, job: Job) -> bool:
        now = self._clock()
        with self._begin() as tx:
            failures = tx.job_schedule.claim(job.name, now, now + LEASE)
        if failures is None:
            return False
        try:
            more = job.run()
        except Exception as error:  # noqa: BLE001 - one job's failure must not end the worker
            self._failed(job, failures, error)
            return False
        with self._begin() as tx:
            now = self._clock()
            tx.job_schedule.record_success(job.name, now, now if more is True else now + job.every)
        return more is True

    def _failed(self, job: Job, failures: int, error: Exception) -> None:
        pause = min(RETRY * 2 ** min(failures, 10), MAX_RETRY)
        log.error("job failed", job=job.name, failures=failures + 1, seconds=pause.total_seconds(), exc_info=error)
        reason = redact_text(f"{type(error).__name__}: {error}")
        with self._begin() as tx:
            tx.job_schedule.record_failure(job.name, self._clock() + pause, reason)

    def _loop(self, name: str, step: Callable[[], bool]) -> None:
        """Repeat a step until the end; a lane survives whatever its step raises, and then goes slowly."""
        pause = IDLE_SECONDS
        while not self._stopping.is_set():
            try:
                busy = step()
                pause = IDLE_SECONDS
            except Exception:
                log.exception("worker failed", lane=name, seconds=pause)
                busy, pause = False, min(pause * 2, MAX_PAUSE_SECONDS)
            if not busy:
                self._stopping.wait(pause)
