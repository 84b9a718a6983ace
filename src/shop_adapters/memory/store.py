"""The shop's storage in memory: one transaction at a time."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

from shop_adapters.memory.state import MemoryState
from shop_adapters.memory.transaction import MemoryTx


class MemoryStore:
    """Opens transactions on a process's own memory, for any context's slice of it."""

    def __init__(self) -> None:
        self.state = MemoryState()
        self._turn = threading.RLock()
        self._here = threading.local()

    @contextmanager
    def begin(self) -> Generator[MemoryTx]:
        """Open a transaction: keep the changes at the block's end, take them back on a raise."""
        if self.in_transaction():
            msg = "a transaction is open on this thread already"
            raise ValueError(msg)
        with self._turn:
            self._here.open = True
            try:
                yield MemoryTx(self.state)
                self.state.undo.forget()
            finally:
                self._here.open = False
                self.state.undo.roll_back()

    @contextmanager
    def read(self) -> Generator[MemoryTx]:
        """Read what is committed."""
        with self._turn:
            yield MemoryTx(self.state)

    def in_transaction(self) -> bool:
        """Tell whether this thread holds a transaction open; nobody outside may be called then."""
        return getattr(self._here, "open", False)

    def ping(self) -> None:
        """Answer: memory is always there."""

    def close(self) -> None:
        """Keep nothing open."""
