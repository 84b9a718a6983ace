"""What a transaction promises, on every storage."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

T = TypeVar("T")
RACERS = 20


def test_what_a_transaction_wrote_is_there_afterwards(store):
    done = uuid7()
    with store.begin() as tx:
        assert tx.processed_requests.mark_processed(done)
    assert not _first_time(store, done)


def test_nothing_survives_a_failed_transaction(store):
    attempted = uuid7()
    _fail_after(store, lambda tx: tx.processed_requests.mark_processed(attempted))
    assert _first_time(store, attempted)


def test_a_transaction_sees_its_own_writes(store):
    request = uuid7()
    with store.begin() as tx:
        assert [tx.processed_requests.mark_processed(request) for _ in range(3)] == [True, False, False]


def test_a_second_transaction_on_the_same_thread_is_refused_and_hurts_nothing(store):
    outer = uuid7()
    with store.begin() as tx:
        tx.processed_requests.mark_processed(outer)
        with pytest.raises(ValueError, match="open on this thread"), store.begin():
            pass
        assert store.in_transaction()
    assert not store.in_transaction()
    assert not _first_time(store, outer)


def test_a_failed_transaction_leaves_its_thread_free_for_the_next(store):
    for _ in range(30):
        _fail_after(store, lambda tx: tx.processed_requests.mark_processed(uuid7()))
    assert not store.in_transaction()
    assert _first_time(store, uuid7())


def test_a_read_is_no_transaction_so_others_may_be_called_during_it(store):
    with store.read():
        assert not store.in_transaction()


def test_a_request_is_carried_out_once_however_many_try_at_the_same_time(store):
    request = uuid7()
    wins = _together(RACERS, lambda: _first_time(store, request))
    assert wins.count(True) == 1


def test_a_request_whose_first_try_is_rolled_back_is_carried_out_by_another(store):
    request, holding, release = uuid7(), threading.Event(), threading.Event()

    def hold(tx) -> None:
        tx.processed_requests.mark_processed(request)
        holding.set()
        release.wait(10)

    with ThreadPoolExecutor(2) as pool:
        failing = pool.submit(_fail_after, store, hold)
        holding.wait(10)
        waiting = pool.submit(_first_time, store, request)
        release.set()
        failing.result(10)
        assert waiting.result(10)


def test_six_writers_lose_nothing_and_are_never_refused(store):
    def write() -> list[UUID]:
        requests = [uuid7() for _ in range(200)]
        for request in requests:
            assert _first_time(store, request)
        return requests

    acknowledged = [request for requests in _together(6, write) for request in requests]
    assert len(acknowledged) == 1200
    with store.begin() as tx:
        assert not any(tx.processed_requests.mark_processed(request) for request in acknowledged)


def _fail_after(store, act: Callable[..., object]) -> None:
    def run() -> None:
        with store.begin() as tx:
            act(tx)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()


def _first_time(store, request: UUID) -> bool:
    with store.begin() as tx:
        return tx.processed_requests.mark_processed(request)


def _together(count: int, act: Callable[[], T]) -> list[T]:
    """Release this many threads at one moment and gather what they answer."""
    gate = threading.Barrier(count)

    def run() -> T:
        gate.wait(30)
        return act()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(60) for future in [pool.submit(run) for _ in range(count)]]
