"""Run a use case again where the storage gave its transaction up."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from shop_domain.kernel.errors import StorageBusy

P = ParamSpec("P")
R = TypeVar("R")
MAX_TRIES: Final = 5


def retry_on_storage_busy(use_case: Callable[P, R]) -> Callable[P, R]:
    """Repeat a use case of one transaction when the storage is busy, at most five times in all.

    The storage pauses, with jitter, before it raises StorageBusy. Not for use cases that call anybody else.
    """

    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(MAX_TRIES - 1):
            try:
                return use_case(*args, **kwargs)
            except StorageBusy:
                continue
        return use_case(*args, **kwargs)

    return run
