"""`shop cleanup-sessions`: end and forget sessions whose time is over."""

import click

from shop_adapters.cli.output import echo_if_terminal
from shop_adapters.cli.shop_context import open_shop


@click.command(name="cleanup-sessions")
def command() -> None:
    """End sessions whose time is over, and forget those that ended long ago."""
    with open_shop() as shop:
        echo_if_terminal(f"Forgot {shop.session_cleanup().clean_up()} sessions and other spent rows.")
