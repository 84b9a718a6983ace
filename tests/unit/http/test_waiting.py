"""Nobody waits for ever: not for a slow body, not in an endless queue."""

import asyncio
import threading
import time

import pytest

from shop_domain.auth.errors import AttemptsInFlight
from shop_http import request_body
from shop_http.errors import BodyTooLarge, Overloaded, RequestTimeout
from shop_http.request_body import ClientGone, read_body
from shop_http.thread_pools import WAITING_PER_THREAD, Lane, ThreadPool, ThreadPools
from shop_http.waiting import decide_attempt


def bodies(*messages):
    """Receive these messages, and then nothing more, ever."""
    waiting = list(messages)

    async def receive():
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(60)
        return part(b"", more=False)

    return receive


def part(body, *, more=True):
    return {"type": "http.request", "body": body, "more_body": more}


def read(receive, headers=None, limit=100):
    return asyncio.run(read_body(receive, headers or {}, limit))


def test_a_body_may_come_in_parts():
    assert read(bodies(part(b"ab"), part(b""), part(b"c", more=False))) == b"abc"


def test_a_body_that_does_not_come_is_given_up(monkeypatch):
    monkeypatch.setattr(request_body, "DEADLINE_SECONDS", 0.05)
    with pytest.raises(RequestTimeout):
        read(bodies(part(b"a")))


def test_a_body_is_given_up_as_soon_as_it_is_too_large():
    with pytest.raises(BodyTooLarge):
        read(bodies(part(b"x" * 60), part(b"x" * 60)))


@pytest.mark.parametrize("length", [b"101", b"9" * 40, b"-1", b"x", b"1e2"])
def test_a_length_that_is_too_large_or_none_is_refused_at_once(length):
    with pytest.raises(BodyTooLarge):
        read(bodies(), {b"content-length": length})


def test_a_client_that_goes_away_is_noticed():
    with pytest.raises(ClientGone):
        read(bodies(part(b"a"), {"type": "http.disconnect"}))


def test_beyond_the_queue_a_request_is_refused_at_once_and_the_queue_drains():
    pool, leave = ThreadPool(1), threading.Event()
    most = 1 + WAITING_PER_THREAD

    async def rush():
        running = [asyncio.ensure_future(pool.run(lambda: leave.wait(20))) for _ in range(most)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded) as refused:
            await pool.run(lambda: None)
        assert refused.value.retry_after == 1
        leave.set()
        assert await asyncio.gather(*running) == [True] * most
        await asyncio.sleep(0)
        assert await pool.run(lambda: "served") == "served"

    asyncio.run(rush())
    pool.close()


def test_work_that_nobody_waits_for_any_more_is_finished_all_the_same():
    pool, entered, leave, done = ThreadPool(1), threading.Event(), threading.Event(), threading.Event()

    def work():
        entered.set()
        leave.wait(20)
        done.set()

    async def give_up():
        waiting = asyncio.ensure_future(pool.run(work))
        await asyncio.to_thread(entered.wait, 20)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        leave.set()

    asyncio.run(give_up())
    pool.close()
    assert done.is_set()


def test_attempts_that_wait_for_others_hold_no_thread_and_at_last_are_told_not_to_wait():
    pools, asked = ThreadPools(1), list[bool]()

    def attempt(*, may_wait):
        asked.append(may_wait)
        if may_wait:
            raise AttemptsInFlight
        return "decided"

    async def crowd():
        waiting = [asyncio.ensure_future(decide_attempt(pools, attempt)) for _ in range(50)]
        await asyncio.sleep(0.1)
        started = time.monotonic()
        assert await pools.run(Lane.PASSWORDS, lambda: "served") == "served"
        assert time.monotonic() - started < 0.5
        return await asyncio.gather(*waiting)

    assert asyncio.run(crowd()) == ["decided"] * 50
    assert asked.count(False) == 50
    pools.close()
