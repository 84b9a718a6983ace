"""How a transaction declares its repositories: one line for each, made when it is first asked for."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _MadeOnce:
    def __init__(self, make: Callable[[Any], object]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, tx: Any, owner: type) -> object:  # noqa: ANN401 - whatever transaction declares it
        made = tx.__dict__[self._name] = self._make(tx.source)
        return made


def repository(make: Callable[[Any], T]) -> T:
    """Declare a repository that is made of the transaction's `source`, once."""
    return cast("T", _MadeOnce(make))
