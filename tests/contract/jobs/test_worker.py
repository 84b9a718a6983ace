"""The worker runs recurring jobs, one worker each at a time, and outlives their failures."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

import pytest

from shop_adapters.jobs.job_schedule import Job
from shop_adapters.jobs.worker import LEASE, Worker
from tests.contract.jobs.relay_driver import Clock, RecordingSubscriber, publish_events, relay_to

MINUTE = timedelta(minutes=1)


class CountingJob:
    """Sweeps as often as it is told to; raises what it was given to raise."""

    def __init__(self) -> None:
        self.runs = 0
        self.left = 0
        self.error: Exception | None = None

    def __call__(self) -> bool:
        if self.error:
            raise self.error
        self.runs += 1
        self.left -= 1
        return self.left > 0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def subscriber() -> RecordingSubscriber:
    return RecordingSubscriber()


@pytest.fixture
def counting_job() -> CountingJob:
    return CountingJob()


@pytest.fixture
def make_worker(store, clock, subscriber):
    def make_worker(*jobs: Job) -> Worker:
        relay = relay_to(subscriber, store=store, clock=clock)
        return Worker(relay=relay, jobs=jobs, begin=store.begin, read=store.read, clock=clock)

    return make_worker


def job(run, name: str = "sweep") -> Job:
    return Job(name=name, every=MINUTE, run=run)


def test_a_job_runs_at_once_and_then_at_its_times(make_worker, counting_job, clock):
    worker = make_worker(job(counting_job))
    for expected in (1, 2, 3):
        worker.run_due_jobs()
        worker.run_due_jobs()
        assert counting_job.runs == expected
        clock.advance(minutes=1)


def test_a_job_with_more_to_do_goes_on_at_once(make_worker, counting_job):
    counting_job.left = 3
    worker = make_worker(job(counting_job))
    while worker.run_due_jobs():
        pass
    assert counting_job.runs == 3


def test_a_job_that_fails_is_tried_again_after_growing_pauses_and_keeps_no_other_from_running(
    make_worker, counting_job, clock
):
    fine = CountingJob()
    worker = make_worker(job(counting_job, "broken"), job(fine, "fine"))
    counting_job.error = RuntimeError("no broom")
    for _ in range(60):
        worker.run_due_jobs()
        clock.advance(seconds=10)
    assert fine.runs == 10
    counting_job.error = None
    clock.advance(seconds=30)
    worker.run_due_jobs()
    assert counting_job.runs == 1


def test_a_job_that_a_worker_died_in_is_taken_over_when_its_lease_ends(make_worker, counting_job, clock):
    def die() -> bool:
        raise SystemExit

    with pytest.raises(SystemExit):
        make_worker(job(die)).run_due_jobs()
    successor = make_worker(job(counting_job))
    successor.run_due_jobs()
    assert counting_job.runs == 0
    clock.advance(seconds=LEASE.total_seconds())
    successor.run_due_jobs()
    assert counting_job.runs == 1


def test_of_many_workers_one_runs_a_due_job(make_worker, counting_job):
    workers = [make_worker(job(counting_job)) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(worker.run_due_jobs) for worker in workers]:
            done.result(30)
    assert counting_job.runs == 1


def test_a_job_that_no_program_knows_any_more_is_left_alone(make_worker, counting_job, clock):
    make_worker(job(counting_job, "of an older version")).run_due_jobs()
    clock.advance(hours=1)
    assert make_worker(job(counting_job, "sweep")).run_due_jobs() is False
    assert counting_job.runs == 2


def test_a_started_worker_delivers_and_runs_until_it_is_stopped(store, make_worker, counting_job, subscriber):
    worker = make_worker(job(counting_job))
    publish_events(store, "a", "b")
    worker.start()
    _wait_until(lambda: len(subscriber.received) == 2 and counting_job.runs == 1)
    assert worker.stop(within_seconds=10)
    publish_events(store, "c")
    time.sleep(0.7)
    assert len(subscriber.received) == 2


def test_a_stopping_worker_finishes_what_it_is_doing(make_worker):
    working, may_end, ended = Signal(), Signal(), Signal()

    def slow() -> bool:
        working.set()
        may_end.wait(10)
        ended.set()
        return False

    worker = make_worker(job(slow))
    worker.start()
    assert working.wait(10)
    assert not worker.stop(within_seconds=0.1)
    may_end.set()
    assert worker.stop(within_seconds=10)
    assert ended.is_set()


def test_a_worker_outlives_its_database(store, clock, subscriber, counting_job):
    broken = Signal()
    broken.set()

    def begin():
        if broken.is_set():
            raise ConnectionError("the database is gone")
        return store.begin()

    relay = relay_to(subscriber, store=store, clock=clock)
    worker = Worker(relay=relay, jobs=[job(counting_job)], begin=begin, read=begin, clock=clock)
    worker.start()
    time.sleep(0.2)
    broken.clear()
    _wait_until(lambda: counting_job.runs == 1)
    assert worker.stop(within_seconds=10)


def _wait_until(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
