"""The shop on SQLite, beside a bare server that speaks to the same file with Python's own sqlite3."""

import os
from collections.abc import Iterator

from bench import shop
from bench.client import always, written
from bench.setup import BenchSetup, bare, observed
from bench.shop import Side
from bench.table import Row
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from tests import sqlite
from tests.catalog_driver import CatalogDriver, a_draft, a_variant

PRODUCTS = 100


def figures(setup: BenchSetup) -> Iterator[Row]:
    """Measure a product's page and a cart on SQLite."""
    url = sqlite.fresh_file(setup.folder)
    variants = fill(url)
    file = url.removeprefix("sqlite:///")
    with observed(url, setup.folder) as ours, bare(file, setup.folder, "bench.bare_sqlite:app") as plain:
        key = shop.new_key(ours)
        shop.fill(ours, shop.guest(key), variants[:3])
        pairs = {
            "Product on SQLite": ("/api/v1/products/thing-7/", "/product/thing-7", 2.6),
            "Read a cart of 3 lines on SQLite": ("/api/v1/cart/", f"/cart/{shop.hashed(key)}", 2.2),
        }
        for what, (path, other, goal) in pairs.items():
            number = setup.operations(1_200)
            sides = {
                "shop": Side(
                    server=ours, shopper=always(written("GET", path, headers=shop.guest(key))), operations=number
                ),
                "bare": Side(server=plain, shopper=always(written("GET", other)), operations=number),
            }
            costs = shop.compared(os.getpid(), sides, setup.rounds)
            yield Row(
                what=what,
                shop=costs["shop"].server_us / 1000,
                unit="ms",
                server=costs["shop"].server_us,
                bare=costs["bare"].server_us,
                goal_ratio=goal,
                rate=costs["shop"].rate,
                p50=costs["shop"].at(0.5),
                p99=costs["shop"].at(0.99),
            )


def fill(url: str) -> list[str]:
    """Put products of three variants on the shelf."""
    store = SqlStore(make_engines(url, pool_size=2, durable=False))
    variants = tuple(a_variant(1_000, options={"Size": size}) for size in ("S", "M", "L"))
    products = CatalogDriver(store).put_up_for_sale(
        *[a_draft(f"thing-{n}", variants=variants) for n in range(PRODUCTS)], on_hand=500
    )
    store.close()
    return [str(variant.id) for product in products for variant in product.variants]
