"""Many at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def all_at_once(count: int, attempt: Callable[[int], T]) -> list[T]:
    """Run so many attempts, released together; give their results in order, or raise the first failure."""
    start = Barrier(count)

    def run(number: int) -> T:
        start.wait(10)
        return attempt(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
