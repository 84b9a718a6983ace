"""The shop while it is measured: what a client sends, and what an operation costs."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import psycopg

from bench.client import Connection, Load, Shopper, drive, once, written
from bench.data import PASSWORD
from bench.processes import Server, cpu_of

ADDRESS = {
    "first_name": "John",
    "last_name": "Doe",
    "address_line_1": "123 Main St",
    "city": "New York",
    "state_province": "NY",
    "postal_code": "10001",
    "country": "US",
    "phone": "+1234567890",
}
ORDER = {"payment_method": "PAYPAL", "email": "guest@example.com", "shipping_address": ADDRESS}
Headers = Mapping[str, str]


class Cost(msgspec.Struct, kw_only=True):
    """What operations came to, over all rounds."""

    operations: int = 0
    server: float = 0.0
    database: float = 0.0
    loads: list[Load] = []

    @property
    def server_us(self) -> float:
        return self.server / self.operations * 1e6

    @property
    def database_us(self) -> float:
        return self.database / self.operations * 1e6

    @property
    def both_ms(self) -> float:
        return (self.server + self.database) / self.operations * 1e3

    @property
    def rate(self) -> float:
        return max(load.rate for load in self.loads)

    def at(self, share: float) -> float:
        return min(load.at(share) for load in self.loads)


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of those that are compared."""

    server: Server
    shopper: Shopper
    operations: int
    clients: int = 16


def compared(database_pid: int, sides: Mapping[str, Side], rounds: int) -> dict[str, Cost]:
    """Measure all sides in turn, round after round, after each was warmed up."""
    costs = {name: Cost(loads=[]) for name in sides}
    for side in sides.values():
        drive(side.server.port, side.shopper, operations=min(side.operations, 48), clients=side.clients)
    for _ in range(rounds):
        for name, side in sides.items():
            _measure(costs[name], side, database_pid)
    return costs


def _measure(cost: Cost, side: Side, database_pid: int) -> None:
    server, database = side.server.cpu, cpu_of(database_pid)
    cost.loads.append(drive(side.server.port, side.shopper, operations=side.operations, clients=side.clients))
    cost.server += side.server.cpu - server
    cost.database += cpu_of(database_pid) - database
    cost.operations += side.operations


def statements(server: Server, shopper: Shopper) -> float:
    """Count what one operation says to the database."""
    question = written("GET", "/_bench/statements/")
    once(server.port, question)
    drive(server.port, shopper, operations=4, clients=1)
    return once(server.port, question).json / 4


def new_key(server: Server) -> str:
    return once(server.port, written("GET", "/api/v1/cart/")).headers["x-session-key"]


def guest(key: str) -> Headers:
    return {"X-Session-Key": key}


def fill(server: Server, headers: Headers, variants: Sequence[str]) -> None:
    """Put one of each variant in the cart."""
    for variant in variants:
        once(server.port, add(headers, variant))


def add(headers: Headers, variant: str) -> bytes:
    return written("POST", "/api/v1/cart/items/", {"variant_id": variant, "quantity": 1}, headers)


def sign_in(server: Server, email: str) -> Headers:
    answer = once(server.port, login(email))
    return {"Authorization": f"Bearer {answer.json['access']}"}


def login(email: str) -> bytes:
    return written("POST", "/api/v1/auth/login/", {"email": email, "password": PASSWORD})


def prepared_carts(server: Server, url: str, variants: Sequence[str], number: int) -> list[str]:
    """Make so many guests' carts with one of each variant, and answer their keys."""
    first = new_key(server)
    fill(server, guest(first), variants)
    return [first, *copied(server, url, first, number - 1)]


def copied(server: Server, url: str, source: str, number: int) -> list[str]:
    """Give more guests what one has in the cart."""
    keys = [new_key(server) for _ in range(number)]
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            INSERT INTO carts (id, guest_key, status, currency, lines, line_count, coupon_codes, version, created_at,
                               updated_at)
            SELECT gen_random_uuid(), k, status, currency, lines, line_count, coupon_codes, version, created_at,
                   updated_at
            FROM carts, unnest(%s::text[]) k WHERE guest_key = %s
            """,
            [[hashed(key) for key in keys], hashed(source)],
        )
    return keys


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def order_each(keys: Sequence[str]) -> Shopper:
    """Order a prepared cart each time."""
    requests = iter([written("POST", "/api/v1/payments/create/", ORDER, guest(key)) for key in keys])
    return lambda connection, _: connection.ask(next(requests), expect=201)


def purchase(choose: Callable[[int], Sequence[str]]) -> Shopper:
    """Come as a guest, put things in the cart, order, and come back having paid."""
    look = written("GET", "/api/v1/cart/")

    async def shopping(connection: Connection, number: int) -> None:
        headers = guest((await connection.ask(look)).headers["x-session-key"])
        for variant in choose(number):
            await connection.ask(add(headers, variant))
        created: Any = (
            await connection.ask(written("POST", "/api/v1/payments/create/", ORDER, headers), expect=201)
        ).json
        token = created["provider_order_id"]
        await connection.ask(written("GET", f"/api/v1/payments/paypal/success/?token={token}"))

    return shopping


def bare_purchase(choose: Callable[[int], Sequence[str]]) -> Shopper:
    """Do the same at the bare server."""
    from uuid import uuid4

    async def shopping(connection: Connection, number: int) -> None:
        key = uuid4().hex
        await connection.ask(written("POST", f"/new-cart/{key}", {}))
        for variant in choose(number):
            await connection.ask(written("POST", f"/add/{key}", {"variant_id": variant, "quantity": 1}))
        placed: Any = (await connection.ask(written("POST", f"/check-out/{key}", ADDRESS))).json
        await connection.ask(written("POST", f"/pay/{placed['order']}", {}))

    return shopping
