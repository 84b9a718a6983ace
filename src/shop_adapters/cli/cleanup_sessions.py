"""`shop cleanup-sessions`: end and forget sessions whose time is over."""

import click

from shop_adapters.cli.opened import opened_shop
from shop_adapters.cli.saying import say


@click.command(name="cleanup-sessions")
def command() -> None:
    """End sessions whose time is over, and forget those that ended long ago."""
    with opened_shop() as shop:
        say(f"Forgot {shop.session_upkeep().clean_up()} sessions and other spent rows.")
