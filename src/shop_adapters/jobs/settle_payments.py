"""Look after payments that wait: ask their providers, expire what nobody paid, send back what is owed."""

from collections.abc import Callable

from shop_domain.checkout.service import ReconciliationService


def settle_payments(reconciliation: ReconciliationService) -> Callable[[], bool]:
    """Make the job: one round each time; how soon a payment comes up again is its own plan's decision.

    A full round is followed by the next at once.
    """
    return lambda: reconciliation.go_round().has_more
