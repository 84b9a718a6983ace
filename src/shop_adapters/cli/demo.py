"""`shop demo`: something to look at."""

from pathlib import Path

import click

from shop_adapters.cli.opened import opened_shop
from shop_adapters.cli.progress import progress_bar
from shop_adapters.cli.saying import say
from shop_adapters.demo.load import DemoCatalogue


@click.command(name="demo")
def command() -> None:
    """Fill the shop with a small catalogue of made-up products, pictures and stock.

    Running it again changes nothing, and brings no stock back that was sold.
    """
    with opened_shop() as shop, progress_bar("Demo catalogue") as progress:
        settings = shop.settings()
        demo = DemoCatalogue(
            shelves=shop.shelves(),
            inventory=shop.inventory(),
            currency=settings.shop_currency,
            media=Path(settings.media_dir),
        )
        report = demo.load(progress)
    say(f"{report.products} products and {report.pictures} pictures added or changed.")
