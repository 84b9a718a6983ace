"""`shop reconcile-payments`: bring every payment to what its provider says."""

import click

from shop_adapters.cli.output import echo_if_terminal
from shop_adapters.cli.shop_context import open_shop

MAX_PASSES = 1000


@click.command(name="reconcile-payments")
def command() -> None:
    """Ask the providers about payments that are open, expire what nobody paid, and send back what is owed.

    The worker does so all the time; this does it now, and ends when nothing is due.
    """
    with open_shop() as shop:
        reconciliation = shop.reconciliation()
        touched = 0
        for _ in range(MAX_PASSES):
            done = reconciliation.run_once().total
            if done == 0:
                break
            touched += done
        echo_if_terminal(f"Looked after {touched} payments, refunds and notifications.")
