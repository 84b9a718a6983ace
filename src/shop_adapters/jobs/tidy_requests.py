"""Forget requests whose keys are kept no longer."""

from collections.abc import Callable

from shop_domain.kernel.service import IdempotencyService


def tidy_requests(idempotency: IdempotencyService) -> Callable[[], bool]:
    """Make the job."""

    def run() -> bool:
        idempotency.forget_old()
        return False

    return run
