"""How many requests a client sends to all processes together, counted in a Valkey."""

import asyncio
import time

import pytest

from shop_adapters.redis.shared_rate_limit import SharedRateLimit
from shop_http.rate_limit import RateLimiter, TooManyRequests

ANA, EVA = "203.0.113.7", "203.0.113.8"


def run(valkey, work, processes=1):
    """Let so many processes' counters do something, each with its own connections."""

    async def together():
        counters = [SharedRateLimit(valkey.url) for _ in range(processes)]
        try:
            return await work(*counters)
        finally:
            for counter in counters:
                await counter.close()

    return asyncio.run(together())


async def take(counter, client=ANA, per_minute=5):
    return await counter.take(client, interval=60 / per_minute, window=60.0)


@pytest.mark.usefixtures("patient")
def test_processes_together_let_in_exactly_as_many_as_one(valkey):
    async def work(*counters):
        return await asyncio.gather(*(take(counters[n % 4]) for n in range(40)))

    answers = run(valkey, work, processes=4)
    assert sorted(answers)[:5] == [0] * 5
    assert all(11 < seconds <= 12 for seconds in sorted(answers)[5:])


@pytest.mark.usefixtures("patient")
def test_one_client_uses_nothing_up_for_another(valkey):
    async def work(counter):
        for _ in range(6):
            await take(counter)
        return await take(counter, EVA)

    assert run(valkey, work) == 0


@pytest.mark.usefixtures("patient")
def test_the_allowance_comes_back_evenly(valkey):
    async def work(counter):
        async def taken(times):
            return [await counter.take(ANA, interval=0.1, window=0.5) for _ in range(times)]

        first = await taken(7)
        await asyncio.sleep(0.21)
        return first, await taken(3)

    first, later = run(valkey, work)
    assert first[:5] == [0] * 5
    assert all(0 < seconds <= 0.1 for seconds in first[5:])
    assert later[:2] == [0, 0]
    assert later[2] > 0


@pytest.mark.usefixtures("patient")
def test_nothing_is_kept_of_a_client_that_owes_nothing(valkey):
    async def work(counter):
        await counter.take(ANA, interval=0.05, window=1.0)

    run(valkey, work)
    with valkey.client() as client:
        assert len(client.keys("*")) == 1
        time.sleep(0.1)
        assert client.keys("*") == []


@pytest.mark.parametrize("trouble", ["kill", "hang"])
def test_a_redis_in_trouble_leaves_the_count_to_each_process_and_costs_one_request_a_moment(valkey, trouble):
    async def work(counter):
        await take(counter)
        getattr(valkey, trouble)()
        limit, started = RateLimiter(5, shared=counter), time.monotonic()
        outcomes = []
        for _ in range(20):
            try:
                await limit.count_request(ANA)
            except TooManyRequests as refusal:
                outcomes.append(refusal.retry_after)
            else:
                outcomes.append(0)
        return outcomes, time.monotonic() - started

    outcomes, seconds = run(valkey, work)
    assert outcomes == [0] * 5 + [12] * 15
    assert seconds < 0.3


def test_an_emptied_redis_lets_nobody_send_more_to_one_process_than_allowed(valkey):
    async def work(counter):
        limit = RateLimiter(5, shared=counter)
        for _ in range(5):
            await limit.count_request(ANA)
        valkey.empty()
        with pytest.raises(TooManyRequests):
            await limit.count_request(ANA)

    run(valkey, work)


@pytest.mark.usefixtures("patient")
def test_a_refusal_tells_when_to_come_back(valkey):
    async def work(mine, other):
        for _ in range(5):
            await take(other)
        limit = RateLimiter(5, shared=mine)
        with pytest.raises(TooManyRequests) as refusal:
            await limit.count_request(ANA)
        return refusal.value.retry_after

    assert run(valkey, work, processes=2) == 12


@pytest.mark.usefixtures("patient")
def test_one_subscriber_is_one_client(valkey):
    async def work(counter):
        limits = [RateLimiter(2, shared=counter) for _ in range(3)]
        for limit, host in zip(limits, (1, 2), strict=False):
            await limit.count_request(f"2001:db8:1:2::{host}")
        with pytest.raises(TooManyRequests):
            await limits[2].count_request("2001:db8:1:2::3")

    run(valkey, work)


def test_a_limit_that_is_off_asks_nobody(valkey):
    async def work(counter):
        limit = RateLimiter(0, shared=counter)
        for _ in range(20):
            await limit.count_request(ANA)

    run(valkey, work)
    with valkey.client() as client:
        assert client.keys("*") == []
