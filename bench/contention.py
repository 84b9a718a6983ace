"""Sixteen who order the same thing, and sixteen who order different things."""

from collections.abc import Iterator

from bench import shop
from bench.client import Shopper
from bench.setup import BenchSetup
from bench.shop import Side
from bench.table import Row


def figures(setup: BenchSetup) -> Iterator[Row]:
    """Compare how many orders a second go through; what is counted is time that passed, so a busy machine shows."""
    number = setup.operations(160)
    orders = number * setup.rounds + 64
    one, many = _placing(setup, 1, orders), _placing(setup, 1, orders)
    different = _placing(setup, 16, orders)
    sides = {
        "alone": Side(server=setup.shop, shopper=one, operations=number, clients=1),
        "same": Side(server=setup.shop, shopper=many, operations=number),
        "different": Side(server=setup.shop, shopper=different, operations=number),
    }
    costs = shop.compared(setup.database_pid, sides, setup.rounds)
    alone = costs["alone"].rate
    yield Row(what="Orders by 1 client", shop=alone, unit="/s", rate=alone, p50=costs["alone"].at(0.5))
    for name, title, goal in (("same", "of one SKU", 0.3), ("different", "of 16 SKUs", 2.0)):
        cost = costs[name]
        yield Row(
            what=f"Orders {title} by 16 clients, after 1 client",
            shop=cost.rate / alone,
            unit="×",
            goal=goal,
            at_least=True,
            rate=cost.rate,
            p50=cost.at(0.5),
            p99=cost.at(0.99),
        )


def _placing(setup: BenchSetup, variants: int, orders: int) -> Shopper:
    each = -(-orders // variants)
    made = [
        shop.prepared_carts(setup.shop, setup.url, [variant], each) for variant in setup.variants[50 : 50 + variants]
    ]
    return shop.order_each([key for keys in zip(*made, strict=True) for key in keys])
