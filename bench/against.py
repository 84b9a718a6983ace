"""This checkout beside another one, in one run: `python -m bench --against FOLDER`.

The other one needs its own .venv (`make tools` there). Each serves a database that it made and filled itself, on the
same PostgreSQL server; both are measured in turn, round after round, by this checkout's client.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from bench import shop
from bench.client import Shopper, always, written
from bench.processes import ROOT, Server, postmaster, serving
from bench.setup import READY, settings
from bench.shop import Side
from tests import postgres, postgres_server

ROUNDS = 5
MAKE = """
import json, sys
from pathlib import Path
from bench import data, on_sqlite
from tests import sqlite
url, file = data.catalogue(data.SMALL), sqlite.fresh_file(Path(sys.argv[1]))
print(json.dumps({"url": url, "variants": data.variants(url, 400), "emails": data.users(url),
                  "sqlite_url": file, "sqlite_variants": on_sqlite.fill(file)}))
"""


class Data(msgspec.Struct, frozen=True):
    """What a version sells, and to whom."""

    url: str
    variants: list[str]
    emails: list[str]
    sqlite_url: str
    sqlite_variants: list[str]


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version that serves."""

    data: Data
    server: Server
    on_sqlite: Server


def table(other: Path, words: Sequence[str]) -> str:
    """Measure both versions, and write what an operation costs in each; of rows that hold one of the words alone."""
    os.environ[postgres.ADDRESS] = postgres_server.start(durable=True)
    lines = ["| What | Before ms | Now ms | Now ÷ before |", "| --- | --- | --- | --- |"]
    sums = [0.0, 0.0]
    with tempfile.TemporaryDirectory(prefix="shop-bench-") as name, ExitStack() as stack:
        before, now = (
            stack.enter_context(_served(root, Path(name) / label)) for label, root in (("before", other), ("now", ROOT))
        )
        for what, (operations, make) in _ROWS.items():
            if words and not any(word.lower() in what.lower() for word in words):
                continue
            costs = _costs(before, now, operations, make, is_sqlite="SQLite" in what)
            lines.append(_line(what, *costs))
            if "SQLite" not in what:
                sums = [total + cost for total, cost in zip(sums, costs, strict=True)]
    lines.append(_line("Together on PostgreSQL", *sums))
    return "\n".join(lines)


def _line(what: str, before: float, now: float) -> str:
    return f"| {what} | {before:.3f} | {now:.3f} | {now / before:.3f} |"


def _costs(
    before: Version, now: Version, operations: int, make: "Callable[[Version], Shopper]", *, is_sqlite: bool
) -> tuple[float, float]:
    sides = {
        name: Side(
            server=version.on_sqlite if is_sqlite else version.server, shopper=make(version), operations=operations
        )
        for name, version in (("before", before), ("now", now))
    }
    costs = shop.compared(postmaster(os.getpid()), sides, ROUNDS)
    return costs["before"].both_ms, costs["now"].both_ms


@contextmanager
def _served(root: Path, folder: Path) -> Generator[Version]:
    folder.mkdir()
    python = str(root / ".venv/bin/python")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    made = subprocess.run(
        [python, "-c", MAKE, str(folder)], cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    data = msgspec.convert(json.loads(made.stdout), Data)
    command = [python, "-m", "bench.served"]
    with (
        serving(command, folder, READY, settings(data.url, folder), root) as server,
        serving(command, folder, READY, settings(data.sqlite_url, folder), root) as on_sqlite,
    ):
        yield Version(data=data, server=server, on_sqlite=on_sqlite)


def _cart(version: Version) -> Shopper:
    key = shop.new_key(version.server)
    shop.fill(version.server, shop.guest(key), version.data.variants[:3])
    return always(written("GET", "/api/v1/cart/", headers=shop.guest(key)))


def _adding(version: Version) -> Shopper:
    keys = shop.prepared_carts(version.server, version.data.url, version.data.variants[:3], 16)
    requests = [shop.add(shop.guest(key), variant) for key in keys for variant in version.data.variants[:3]]
    return lambda connection, number: connection.ask(requests[number % len(requests)])


def _ordering(version: Version) -> Shopper:
    keys = shop.prepared_carts(version.server, version.data.url, version.data.variants[:1], 150 * ROUNDS + 48)
    return shop.order_each(keys)


def _purchase(version: Version) -> Shopper:
    variants = version.data.variants
    return shop.purchase(lambda number: variants[number % (len(variants) // 2) * 2 :][:2])


def _bearer_cart(version: Version) -> Shopper:
    user = shop.sign_in(version.server, version.data.emails[0])
    shop.fill(version.server, user, version.data.variants[:3])
    return always(written("GET", "/api/v1/cart/", headers=user))


def _sqlite_cart(version: Version) -> Shopper:
    key = shop.new_key(version.on_sqlite)
    shop.fill(version.on_sqlite, shop.guest(key), version.data.sqlite_variants[:3])
    return always(written("GET", "/api/v1/cart/", headers=shop.guest(key)))


def _get(path: str) -> Callable[[Version], Shopper]:
    return lambda _: always(written("GET", path))


_ROWS: Mapping[str, tuple[int, Callable[[Version], Shopper]]] = {
    "List of 20": (800, _get("/api/v1/products/?page_size=20")),
    "Product with variants": (800, _get("/api/v1/products/product-77/")),
    "Read a cart of 3 lines": (800, _cart),
    "Read it with a bearer token": (800, _bearer_cart),
    "Add an item": (400, _adding),
    "Order a cart of 1 line": (150, _ordering),
    "Whole purchase": (120, _purchase),
    "Product on SQLite": (800, _get("/api/v1/products/thing-7/")),
    "Read a cart of 3 lines on SQLite": (800, _sqlite_cart),
}
"""Operations a round, and who does them."""
