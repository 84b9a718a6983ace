"""A storage whose process dies at the n-th call of a port: nothing happens after it, and nothing is cleaned up."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


class PowerCut(BaseException):
    """The process is gone; no handler of ours may catch it."""


class Fuse:
    """Counts the calls of ports, and blows at the one that it was set to."""

    def __init__(self) -> None:
        self.left: int | None = None

    def pass_one(self) -> None:
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            raise PowerCut
        self.left -= 1


class Fused:
    """Something whose every method passes the fuse first."""

    def __init__(self, inner: object, fuse: Fuse) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if callable(found):
            return self._passing(found)
        return Fused(found, self._fuse)

    def _passing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def passed(*args: Any, **kwargs: Any) -> Any:
            self._fuse.pass_one()
            result = call(*args, **kwargs)
            self._fuse.pass_one()
            return result

        return passed


class FusedStore:
    """A storage like any other, until the fuse blows: before, between and after the calls, and before each commit."""

    def __init__(self, store: Any, fuse: Fuse) -> None:
        self._store = store
        self._fuse = fuse
        self.in_transaction = store.in_transaction

    @contextmanager
    def begin(self) -> Generator[Any]:
        with self._store.begin() as tx:
            yield Fused(tx, self._fuse)
            self._fuse.pass_one()
        self._fuse.pass_one()

    @contextmanager
    def read(self) -> Generator[Any]:
        with self._store.read() as tx:
            yield Fused(tx, self._fuse)
