"""A storage whose process dies at the n-th call of a port: nothing happens after it, and nothing is cleaned up."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


class SimulatedCrash(BaseException):
    """The process is gone; no handler of ours may catch it."""


class CrashPoint:
    """Counts the calls of ports, and blows at the one that it was set to."""

    def __init__(self) -> None:
        self.calls_left: int | None = None

    def count_call(self) -> None:
        if self.calls_left is None:
            return
        if self.calls_left == 0:
            self.calls_left = None
            raise SimulatedCrash
        self.calls_left -= 1


class CrashingProxy:
    """Something whose every method passes the fuse first."""

    def __init__(self, inner: object, fuse: CrashPoint) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if callable(found):
            return self._passing(found)
        return CrashingProxy(found, self._fuse)

    def _passing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def passed(*args: Any, **kwargs: Any) -> Any:
            self._fuse.count_call()
            result = call(*args, **kwargs)
            self._fuse.count_call()
            return result

        return passed


class CrashingStore:
    """A storage like any other, until the fuse blows: before, between and after the calls, and before each commit."""

    def __init__(self, store: Any, fuse: CrashPoint) -> None:
        self._store = store
        self._fuse = fuse
        self.in_transaction = store.in_transaction

    @contextmanager
    def begin(self) -> Generator[Any]:
        with self._store.begin() as tx:
            yield CrashingProxy(tx, self._fuse)
            self._fuse.count_call()
        self._fuse.count_call()

    @contextmanager
    def read(self) -> Generator[Any]:
        with self._store.read() as tx:
            yield CrashingProxy(tx, self._fuse)
