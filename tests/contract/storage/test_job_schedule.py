"""When recurring jobs run, on every storage."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def register(store, *jobs: str) -> None:
    with store.begin() as tx:
        for job in jobs:
            tx.job_schedule.register(job, NOW)


def claim(store, job: str, now: datetime = NOW) -> int | None:
    with store.begin() as tx:
        return tx.job_schedule.claim(job, now, now + 5 * MINUTE)


def settle(store, act) -> None:
    with store.begin() as tx:
        act(tx.job_schedule)


def due(store, now: datetime = NOW) -> frozenset[str]:
    with store.read() as tx:
        return tx.job_schedule.due(now)


def test_a_new_job_is_due_at_once(store):
    register(store, "sweep", "dust")
    with store.read() as tx:
        assert tx.job_schedule.registered() == {"sweep", "dust"}
    assert due(store) == {"sweep", "dust"}


def test_a_job_that_ran_waits_for_its_next_time(store):
    register(store, "sweep")
    assert claim(store, "sweep") == 0
    settle(store, lambda jobs: jobs.record_success("sweep", NOW, NOW + MINUTE))
    assert due(store) == frozenset()
    assert claim(store, "sweep") is None
    assert due(store, NOW + MINUTE) == {"sweep"}


def test_registering_a_job_again_changes_nothing(store):
    register(store, "sweep")
    settle(store, lambda jobs: jobs.record_success("sweep", NOW, NOW + MINUTE))
    register(store, "sweep")
    assert due(store) == frozenset()


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(store):
    register(store, "sweep")
    assert claim(store, "sweep") == 0
    assert claim(store, "sweep", NOW + 4 * MINUTE) is None
    assert claim(store, "sweep", NOW + 5 * MINUTE) == 0


def test_failures_in_a_row_are_counted_until_the_job_runs(store):
    register(store, "sweep")
    for failures in range(3):
        assert claim(store, "sweep") == failures
        settle(store, lambda jobs: jobs.record_failure("sweep", NOW, "the broom broke"))
    claim(store, "sweep")
    settle(store, lambda jobs: jobs.record_success("sweep", NOW, NOW))
    assert claim(store, "sweep") == 0


def test_nobody_claims_a_job_that_is_not_registered(store):
    assert claim(store, "sweep") is None


def test_of_many_workers_one_gets_the_job(store):
    register(store, "sweep")
    gate = threading.Barrier(20)

    def race() -> int | None:
        gate.wait(30)
        return claim(store, "sweep")

    with ThreadPoolExecutor(20) as pool:
        claims = [future.result(60) for future in [pool.submit(race) for _ in range(20)]]
    assert sorted(claims, key=str) == [0] + [None] * 19
