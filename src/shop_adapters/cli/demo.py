"""`shop demo`: something to look at."""

from typing import Any

import click

from shop_adapters.cli.demo_accounts import demo_accounts
from shop_adapters.cli.output import echo_if_terminal
from shop_adapters.cli.progress import progress_bar
from shop_adapters.cli.shop_context import open_shop
from shop_adapters.demo.accounts import DemoAccountCreator
from shop_adapters.demo.load import load_demo


@click.command(name="demo")
@click.option("--yes", "is_meant", is_flag=True, help="Put made-up goods on sale in production, too.")
def command(*, is_meant: bool) -> None:
    """Fill the shop with a small catalogue of made-up products, pictures and stock.

    In development two people can sign in to it; `shop serve` tells their passwords.

    Running it again changes nothing, and brings no stock back that was sold.
    """
    with open_shop() as shop, progress_bar("Demo catalogue") as progress:
        if shop.settings().is_production and not is_meant:
            raise click.ClickException(
                "This shop is in production: `shop demo --yes` puts made-up goods on sale in it."
            )
        report = load_demo(shop, progress)
        people = _create_accounts(shop)
    echo_if_terminal(f"{report.products} products, {report.images} pictures and {people} people added or changed.")


def _create_accounts(shop: Any) -> int:  # noqa: ANN401 - what the container makes is not typed
    guests = DemoAccountCreator(begin=shop.begin(), clock=shop.clock(), new_id=shop.new_id(), hasher=shop.hasher())
    return guests.create_missing(demo_accounts(shop.settings()))
