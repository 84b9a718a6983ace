"""What most repositories in memory stand on."""

from typing import Generic, TypeVar

T = TypeVar("T")


class MemoryRepository(Generic[T]):
    """Reads and writes some of the transaction's tables."""

    def __init__(self, tables: T) -> None:
        self._tables = tables
