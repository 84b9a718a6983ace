"""What grows with the catalogue, with the page and with the cart."""

from collections.abc import Iterator

from bench import data, shop
from bench.client import Shopper, always, written
from bench.routes import row_of
from bench.setup import BenchSetup, observed
from bench.shop import Cost, Side
from bench.table import Row

DEEP = 475


def of_catalogue(setup: BenchSetup) -> Iterator[Row]:
    """Put a hundred times as many products on sale, and turn to a late page."""
    url = data.catalogue(data.LARGE if not setup.quick else data.LARGE // 10)
    deep = 45 if setup.quick else DEEP
    with observed(url, setup.folder) as large:
        listed, shown = _list(1), always(written("GET", "/api/v1/products/product-77/"))
        number = setup.operations(800)
        sides = {
            "list": Side(server=setup.shop, shopper=listed, operations=number),
            "list of many": Side(server=large, shopper=listed, operations=number),
            "deep": Side(server=large, shopper=_list(deep), operations=number),
            "detail": Side(server=setup.shop, shopper=shown, operations=number),
            "detail of many": Side(server=large, shopper=shown, operations=number),
        }
        costs = shop.compared(setup.database_pid, sides, setup.rounds)
    times = "10" if setup.quick else "100"
    yield _grown(f"List, {times} times the products", costs["list"], costs["list of many"], 1.3)
    yield _grown(f"Product, {times} times the products", costs["detail"], costs["detail of many"], 1.15)
    yield _grown(f"Page {deep} after page 1", costs["list of many"], costs["deep"], 1.5)


def of_cart(setup: BenchSetup) -> Iterator[Row]:
    """Add to a cart of one line and to one of two hundred."""
    costs = _side_by_side(setup, {lines: _adding(setup, lines) for lines in (1, 200)}, 320)
    yield _grown("Add to a cart of 200 lines after one of 1", costs[1], costs[200], 1.5)


def of_order(setup: BenchSetup) -> Iterator[Row]:
    """Order carts of one, ten and fifty lines."""
    lengths, number = (1, 10, 50), setup.operations(60)
    orders = number * setup.rounds + 64
    shoppers = {
        lines: shop.order_each(shop.prepared_carts(setup.shop, setup.url, setup.variants[:lines], orders))
        for lines in lengths
    }
    costs = _side_by_side(setup, shoppers, 60)
    said = {lines: shop.statements(setup.shop, shopper) for lines, shopper in shoppers.items()}
    yield row_of("Order a cart of 1 line", costs[1], statements=said[1])
    for lines, goal in ((10, 1.6), (50, 5.0)):
        yield _grown(f"Order a cart of {lines} lines after one of 1", costs[1], costs[lines], goal, said[lines])


def _list(page: int) -> Shopper:
    return always(written("GET", f"/api/v1/products/?page_size=20&page={page}"))


def _adding(setup: BenchSetup, lines: int) -> Shopper:
    keys = shop.prepared_carts(setup.shop, setup.url, setup.variants[:lines], 16)
    requests = [shop.add(shop.guest(key), setup.variants[0]) for key in keys]
    return lambda connection, number: connection.ask(requests[number % len(requests)])


def _side_by_side(setup: BenchSetup, shoppers: dict[int, Shopper], operations: int) -> dict[int, Cost]:
    number = setup.operations(operations)
    sides = {str(n): Side(server=setup.shop, shopper=s, operations=number) for n, s in shoppers.items()}
    return {int(name): cost for name, cost in shop.compared(setup.database_pid, sides, setup.rounds).items()}


def _grown(what: str, before: Cost, after: Cost, goal: float, statements: float | None = None) -> Row:
    return Row(
        what=what,
        shop=after.both_ms / before.both_ms,
        unit="×",
        goal=goal,
        server=after.server_us,
        database=after.database_us,
        rate=after.rate,
        p50=after.at(0.5),
        p99=after.at(0.99),
        statements=statements,
    )
