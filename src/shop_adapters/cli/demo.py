"""`shop demo`: something to look at."""

from typing import Any

import click

from shop_adapters.cli.demo_logins import demo_logins
from shop_adapters.cli.opened import opened_shop
from shop_adapters.cli.progress import progress_bar
from shop_adapters.cli.saying import say
from shop_adapters.demo.load import load_demo
from shop_adapters.demo.people import DemoPeople


@click.command(name="demo")
@click.option("--yes", "is_meant", is_flag=True, help="Put made-up goods on sale in production, too.")
def command(*, is_meant: bool) -> None:
    """Fill the shop with a small catalogue of made-up products, pictures and stock.

    In development two people can sign in to it; `shop serve` tells their passwords.

    Running it again changes nothing, and brings no stock back that was sold.
    """
    with opened_shop() as shop, progress_bar("Demo catalogue") as progress:
        if shop.settings().is_production and not is_meant:
            raise click.ClickException(
                "This shop is in production: `shop demo --yes` puts made-up goods on sale in it."
            )
        report = load_demo(shop, progress)
        people = _people(shop)
    say(f"{report.products} products, {report.pictures} pictures and {people} people added or changed.")


def _people(shop: Any) -> int:  # noqa: ANN401 - what the container makes is not typed
    guests = DemoPeople(begin=shop.begin(), clock=shop.clock(), new_id=shop.new_id(), hasher=shop.door.hasher())
    return guests.invite(demo_logins(shop.settings()))
