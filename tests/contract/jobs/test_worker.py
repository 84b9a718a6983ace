"""The worker runs recurring jobs, one worker each at a time, and outlives their failures."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

import pytest

from shop_adapters.jobs.timetable import Job
from shop_adapters.jobs.worker import LEASE, Worker
from tests.contract.jobs.bells import Clock, Ear, relay_to, toll

MINUTE = timedelta(minutes=1)


class Sweeper:
    """Sweeps as often as it is told to; raises what it was given to raise."""

    def __init__(self) -> None:
        self.sweeps = 0
        self.left = 0
        self.error: Exception | None = None

    def __call__(self) -> bool:
        if self.error:
            raise self.error
        self.sweeps += 1
        self.left -= 1
        return self.left > 0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def sweep() -> Sweeper:
    return Sweeper()


@pytest.fixture
def hire(store, clock, ear):
    def hire(*jobs: Job) -> Worker:
        relay = relay_to(ear, store=store, clock=clock)
        return Worker(relay=relay, jobs=jobs, begin=store.begin, read=store.read, clock=clock)

    return hire


def job(run, name: str = "sweep") -> Job:
    return Job(name=name, every=MINUTE, run=run)


def test_a_job_runs_at_once_and_then_at_its_times(hire, sweep, clock):
    worker = hire(job(sweep))
    for expected in (1, 2, 3):
        worker.run_due_jobs()
        worker.run_due_jobs()
        assert sweep.sweeps == expected
        clock.advance(minutes=1)


def test_a_job_with_more_to_do_goes_on_at_once(hire, sweep):
    sweep.left = 3
    worker = hire(job(sweep))
    while worker.run_due_jobs():
        pass
    assert sweep.sweeps == 3


def test_a_job_that_fails_is_tried_again_after_growing_pauses_and_keeps_no_other_from_running(hire, sweep, clock):
    fine = Sweeper()
    worker = hire(job(sweep, "broken"), job(fine, "fine"))
    sweep.error = RuntimeError("no broom")
    for _ in range(60):
        worker.run_due_jobs()
        clock.advance(seconds=10)
    assert fine.sweeps == 10
    sweep.error = None
    clock.advance(seconds=30)
    worker.run_due_jobs()
    assert sweep.sweeps == 1


def test_a_job_that_a_worker_died_in_is_taken_over_when_its_lease_ends(hire, sweep, clock):
    def die() -> bool:
        raise SystemExit

    with pytest.raises(SystemExit):
        hire(job(die)).run_due_jobs()
    successor = hire(job(sweep))
    successor.run_due_jobs()
    assert sweep.sweeps == 0
    clock.advance(seconds=LEASE.total_seconds())
    successor.run_due_jobs()
    assert sweep.sweeps == 1


def test_of_many_workers_one_runs_a_due_job(hire, sweep):
    workers = [hire(job(sweep)) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(worker.run_due_jobs) for worker in workers]:
            done.result(30)
    assert sweep.sweeps == 1


def test_a_job_that_no_program_knows_any_more_is_left_alone(hire, sweep, clock):
    hire(job(sweep, "of an older version")).run_due_jobs()
    clock.advance(hours=1)
    assert hire(job(sweep, "sweep")).run_due_jobs() is False
    assert sweep.sweeps == 2


def test_a_started_worker_delivers_and_runs_until_it_is_stopped(store, hire, sweep, ear):
    worker = hire(job(sweep))
    toll(store, "a", "b")
    worker.start()
    _until(lambda: len(ear.heard) == 2 and sweep.sweeps == 1)
    assert worker.stop(within_seconds=10)
    toll(store, "c")
    time.sleep(0.7)
    assert len(ear.heard) == 2


def test_a_stopping_worker_finishes_what_it_is_doing(hire):
    working, may_end, ended = Signal(), Signal(), Signal()

    def slow() -> bool:
        working.set()
        may_end.wait(10)
        ended.set()
        return False

    worker = hire(job(slow))
    worker.start()
    assert working.wait(10)
    assert not worker.stop(within_seconds=0.1)
    may_end.set()
    assert worker.stop(within_seconds=10)
    assert ended.is_set()


def test_a_worker_outlives_its_database(store, clock, ear, sweep):
    broken = Signal()
    broken.set()

    def begin():
        if broken.is_set():
            raise ConnectionError("the database is gone")
        return store.begin()

    relay = relay_to(ear, store=store, clock=clock)
    worker = Worker(relay=relay, jobs=[job(sweep)], begin=begin, read=begin, clock=clock)
    worker.start()
    time.sleep(0.2)
    broken.clear()
    _until(lambda: sweep.sweeps == 1)
    assert worker.stop(within_seconds=10)


def _until(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
