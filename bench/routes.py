"""What each route costs, beside the bare server."""

from collections.abc import Iterator

from bench import shop
from bench.client import Shopper, always, written
from bench.setup import BenchSetup
from bench.shop import Cost, Side
from bench.table import Row

PRODUCT = "product-77"


def figures(setup: BenchSetup) -> Iterator[Row]:
    """Measure the routes that a shopper meets."""
    key = shop.prepared_carts(setup.shop, setup.url, setup.variants[:3], 1)[0]
    hashed = shop.hashed(key)
    yield _row(
        setup,
        "List of 20",
        always(written("GET", "/api/v1/products/?page_size=20")),
        always(written("GET", "/list/")),
        goal=0.8,
        goal_ratio=3.5,
    )
    yield _row(
        setup,
        "Product with variants",
        always(written("GET", f"/api/v1/products/{PRODUCT}/")),
        always(written("GET", f"/product/{PRODUCT}")),
        goal=0.6,
        goal_ratio=3.5,
    )
    yield _row(
        setup,
        "Read a cart of 3 lines",
        always(written("GET", "/api/v1/cart/", headers=shop.guest(key))),
        always(written("GET", f"/cart/{hashed}")),
        goal=0.8,
    )
    yield _row(setup, "Add an item", _adding(setup), _bare_adding(setup), goal=1.4, goal_ratio=3.0, operations=600)
    pairs = len(setup.variants) // 2
    choose = lambda number: setup.variants[number % pairs * 2 :][:2]  # noqa: E731
    yield _row(
        setup,
        "Whole purchase: cart, 2 items, address, pay",
        shop.purchase(choose),
        shop.bare_purchase(choose),
        goal=5.0,
        goal_ratio=2.6,
        operations=150,
        most_statements=20,
    )


def _adding(setup: BenchSetup) -> Shopper:
    """Sixteen guests each put more of the same things in their carts."""
    keys = shop.prepared_carts(setup.shop, setup.url, setup.variants[:3], 16)
    requests = [shop.add(shop.guest(key), variant) for key in keys for variant in setup.variants[:3]]
    return lambda connection, number: connection.ask(requests[number % len(requests)])


def _bare_adding(setup: BenchSetup) -> Shopper:
    keys = shop.prepared_carts(setup.shop, setup.url, setup.variants[:3], 16)
    requests = [
        written("POST", f"/add/{shop.hashed(key)}", {"variant_id": variant, "quantity": 1})
        for key in keys
        for variant in setup.variants[:3]
    ]
    return lambda connection, number: connection.ask(requests[number % len(requests)])


def _row(
    setup: BenchSetup,
    what: str,
    ours: Shopper,
    bare: Shopper,
    *,
    goal: float,
    goal_ratio: float | None = None,
    operations: int = 1_200,
    most_statements: int | None = None,
) -> Row:
    number = setup.operations(operations)
    sides = {
        "shop": Side(server=setup.shop, shopper=ours, operations=number),
        "bare": Side(server=setup.bare, shopper=bare, operations=number),
    }
    costs = shop.compared(setup.database_pid, sides, setup.rounds)
    said = shop.statements(setup.shop, ours)
    title = what if most_statements is None else f"{what} (statements: ≤ {most_statements})"
    return row_of(title, costs["shop"], goal=goal, bare=costs["bare"], goal_ratio=goal_ratio, statements=said)


def row_of(
    what: str,
    cost: Cost,
    *,
    goal: float | None = None,
    bare: Cost | None = None,
    goal_ratio: float | None = None,
    statements: float | None = None,
) -> Row:
    """Write what an operation costs, server and database together."""
    return Row(
        what=what,
        shop=cost.both_ms,
        unit="ms",
        goal=goal,
        server=cost.server_us,
        database=cost.database_us,
        bare=None if bare is None else bare.server_us,
        goal_ratio=goal_ratio,
        rate=cost.rate,
        p50=cost.at(0.5),
        p99=cost.at(0.99),
        statements=statements,
    )
