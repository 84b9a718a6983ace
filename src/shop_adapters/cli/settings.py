"""`shop settings`: what the shop would run with."""

import click

from shop_adapters.cli.shop_context import load_settings_or_exit
from shop_adapters.composition.env_example import env_example
from shop_adapters.composition.settings_masking import masked_settings


@click.command(name="settings")
@click.option("--env-example", "example", is_flag=True, help="Write the example of a .env file instead.")
def command(*, example: bool) -> None:
    """Print the effective settings, one a line, with secrets masked."""
    if example:
        click.echo(env_example(), nl=False)
        return
    for name, value in masked_settings(load_settings_or_exit()).items():
        click.echo(f"{name}={value}")
