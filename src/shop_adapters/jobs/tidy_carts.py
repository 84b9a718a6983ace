"""Mark carts that nobody comes back to, and forget guests' old ones."""

from collections.abc import Callable

from shop_domain.cart.service import CartTidyService


def tidy_carts(carts: CartTidyService) -> Callable[[], bool]:
    """Make the job."""

    def run() -> bool:
        carts.tidy()
        return False

    return run
