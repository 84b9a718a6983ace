"""Run a use case again where the storage gave its transaction up."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from shop_domain.kernel.errors import StorageBusy

P = ParamSpec("P")
R = TypeVar("R")
MAX_TRIES: Final = 5


def retry_on_storage_busy(use_case: Callable[P, R]) -> Callable[P, R]:
    """Repeat a use case of one transaction that the storage gave up, at most five times in all.

    At once: whoever was given up for a lock waits for it next. Not for use cases that call anybody else.
    """

    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(MAX_TRIES - 1):
            try:
                return use_case(*args, **kwargs)
            except StorageBusy as busy:
                if not busy.may_retry:
                    raise
        return use_case(*args, **kwargs)

    return run
