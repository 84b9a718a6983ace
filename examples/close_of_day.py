"""A batch job on the shop's own database, without HTTP: settle what is open, and tell what could not be settled.

Settings come from the environment or .env, as for the `shop` program:
`DATABASE_URL=sqlite:///var/shop.sqlite3 .venv/bin/python examples/close_of_day.py`.
"""

import sys

from shop_adapters.composition.container import build
from shop_adapters.composition.environment import load_settings
from shop_domain.checkout.service import ReconciliationService

MOST_ROUNDS = 20


def reconcile_all(reconciliation: ReconciliationService) -> int:
    """Go round until nothing is due; tell how many payments, refunds and webhooks were looked after."""
    touched = 0
    for _ in range(MOST_ROUNDS):
        done = reconciliation.run_once()
        touched += done.total
        if not done.total:
            break
    return touched


def main() -> int:
    """Close the day; 0 where it went well."""
    shop = build(load_settings())
    try:
        touched = reconcile_all(shop.reconciliation())
        cleaned = shop.cart_cleanup().clean_up()
    finally:
        shop.store().close()
    print(f"{touched} payments, refunds and webhooks looked after; {cleaned.abandoned} carts abandoned")
    return 0


if __name__ == "__main__":
    sys.exit(main())
