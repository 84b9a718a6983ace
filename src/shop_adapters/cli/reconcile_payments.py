"""`shop reconcile-payments`: bring every payment to what its provider says."""

import click

from shop_adapters.cli.opened import opened_shop
from shop_adapters.cli.saying import say

MOST_ROUNDS = 1000


@click.command(name="reconcile-payments")
def command() -> None:
    """Ask the providers about payments that are open, expire what nobody paid, and send back what is owed.

    The worker does so all the time; this does it now, and ends when nothing is due.
    """
    with opened_shop() as shop:
        reconciliation = shop.reconciliation()
        touched = 0
        for _ in range(MOST_ROUNDS):
            done = reconciliation.go_round().total
            if done == 0:
                break
            touched += done
        say(f"Looked after {touched} payments, refunds and notifications.")
