"""`shop export-orders`: orders as a table, for accounting and the like."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from shop_adapters.cli.progress import Progress, progress_bar
from shop_adapters.cli.shop_context import open_shop
from shop_adapters.composition.container import Shop
from shop_domain.kernel.csv_export import csv_lines
from shop_domain.orders.csv_columns import COLUMNS, csv_row

FORMATS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ")


@click.command(name="export-orders")
@click.option("--since", type=click.DateTime(FORMATS), required=True, help="First day, or first second, in UTC.")
@click.option("--format", "kind", type=click.Choice(["csv"]), required=True, help="What to write.")
def command(since: datetime, kind: str) -> None:
    """Write the orders placed since a day to the standard output, the oldest first, one line each, cancelled ones too.

    Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    del kind  # there is one so far
    with open_shop() as shop, progress_bar("Orders") as progress:
        out = sys.stdout.buffer
        for line in csv_lines(_rows(shop, since.replace(tzinfo=UTC), progress)):
            out.write(line.encode())
        out.flush()


def _rows(shop: Shop, since: datetime, progress: Progress) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for number, summary in enumerate(shop.order_export().placed_since(since), start=1):
        yield csv_row(summary)
        progress(number, None)
