"""What signing in costs, what it costs to know somebody again, and whom a rush at the door delays."""

import asyncio
import time
from collections.abc import Iterator

from bench import data, shop
from bench.client import Connection, Shopper, always, drive_beside, once, written
from bench.routes import row_of
from bench.setup import BenchSetup
from bench.shop import Cost, Side
from bench.table import Row

ATTEMPTS = 1_000_000


def logins(setup: BenchSetup) -> Iterator[Row]:
    """Sign in, before and after a million attempts were written down."""
    before = _cost(setup, _entering(setup), 48)
    yield row_of("Login", before, goal=30, statements=shop.statements(setup.shop, _entering(setup)))
    yield Row(what="of which argon2id, on any server", shop=_hash_ms(), unit="ms")
    number = ATTEMPTS // 20 if setup.quick else ATTEMPTS
    data.past_attempts(setup.url, number)
    after = _cost(setup, _entering(setup), 48)
    yield Row(
        what=f"Login after {number:,} attempts",
        shop=after.both_ms / before.both_ms,
        unit="×",
        goal=1.3,
        server=after.server_us,
        database=after.database_us,
    )


def session_check(setup: BenchSetup) -> Iterator[Row]:
    """Read the same cart as a guest and as a user: the difference is token and session."""
    key = shop.prepared_carts(setup.shop, setup.url, setup.variants[:3], 1)[0]
    user = shop.sign_in(setup.shop, setup.emails[0])
    shop.fill(setup.shop, user, setup.variants[:3])
    path, number = "/api/v1/cart/", setup.operations(1_200)
    sides = {
        "guest": Side(
            server=setup.shop, shopper=always(written("GET", path, headers=shop.guest(key))), operations=number
        ),
        "user": Side(server=setup.shop, shopper=always(written("GET", path, headers=user)), operations=number),
    }
    costs = shop.compared(setup.database_pid, sides, setup.rounds)
    more = costs["user"].server_us - costs["guest"].server_us
    yield Row(what="Token and session of a request", shop=more, unit="µs", goal=150)


def rush(setup: BenchSetup) -> Iterator[Row]:
    """Let eight clients sign in without a pause, and see who else has to wait."""
    listed = always(written("GET", "/api/v1/products/?page_size=20"))
    number = setup.operations(400)
    quiet = asyncio.run(drive_beside(setup.shop.port, listed, number, 1, beside=None, others=0))
    once(setup.shop.port, written("GET", "/_bench/lag/start/"))
    busy = asyncio.run(drive_beside(setup.shop.port, listed, number, 1, beside=_entering(setup), others=8))
    lags = once(setup.shop.port, written("GET", "/_bench/lag/")).json
    yield Row(
        what="Event loop late during a rush of logins, p99", shop=lags[int(len(lags) * 0.99)] * 1000, unit="ms", goal=50
    )
    yield Row(
        what="List, one client, nobody else", shop=quiet.at(0.5), unit="ms", p50=quiet.at(0.5), p99=quiet.at(0.99)
    )
    yield Row(
        what="List, one client, during the rush", shop=busy.at(0.5), unit="ms", p50=busy.at(0.5), p99=busy.at(0.99)
    )


def _entering(setup: BenchSetup) -> Shopper:
    requests = [shop.login(email) for email in setup.emails]

    async def enter(connection: Connection, number: int) -> None:
        await connection.ask(requests[number % len(requests)])

    return enter


def _cost(setup: BenchSetup, shopper: Shopper, operations: int) -> Cost:
    side = Side(server=setup.shop, shopper=shopper, operations=setup.operations(operations), clients=4)
    return shop.compared(setup.database_pid, {"one": side}, setup.rounds)["one"]


def _hash_ms() -> float:
    """Measure the hash by itself, in this process."""
    from argon2.low_level import Type, hash_secret_raw

    started = time.process_time()
    for _ in range(10):
        hash_secret_raw(
            b"SecurePass123!", b"0" * 16, time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, type=Type.ID
        )
    return (time.process_time() - started) * 100
