"""`shop verify-audit`: is the security log still what was written?"""

import click

from shop_adapters.cli.shop_context import open_shop


@click.command(name="verify-audit")
def command() -> None:
    """Check the logs of tries and of what staff did; name the first row that was changed, removed or slipped in."""
    with open_shop() as shop:
        shop.audit_chain().extend()
        flaw = shop.audit_chain().verify()
        if flaw is not None:
            place = "" if flaw.position is None else f" at position {flaw.position}"
            raise click.ClickException(f"log {flaw.log}, row {flaw.entry_id}{place}: {flaw.description}")
        click.echo("Every row is as it was written.")
