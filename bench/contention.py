"""Sixteen who order the same thing, and sixteen who order different things."""

from collections.abc import Iterator

from bench import shop
from bench.client import Shopper
from bench.shop import Side
from bench.stage import Stage
from bench.table import Row


def figures(stage: Stage) -> Iterator[Row]:
    """Compare how many orders a second go through; what is counted is time that passed, so a busy machine shows."""
    number = stage.some(160)
    orders = number * stage.rounds + 64
    one, many = _placing(stage, 1, orders), _placing(stage, 1, orders)
    different = _placing(stage, 16, orders)
    sides = {
        "alone": Side(server=stage.shop, shopper=one, operations=number, clients=1),
        "same": Side(server=stage.shop, shopper=many, operations=number),
        "different": Side(server=stage.shop, shopper=different, operations=number),
    }
    costs = shop.compared(stage.database_pid, sides, stage.rounds)
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


def _placing(stage: Stage, variants: int, orders: int) -> Shopper:
    each = -(-orders // variants)
    made = [shop.copies(stage.shop, stage.url, [variant], each) for variant in stage.variants[50 : 50 + variants]]
    return shop.placing([key for keys in zip(*made, strict=True) for key in keys])
