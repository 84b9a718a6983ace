"""The few things that every service needs from outside."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar
from uuid import UUID

from shop_domain.kernel.events import Event

T_co = TypeVar("T_co", covariant=True)

Clock: TypeAlias = Callable[[], datetime]
"""Tell the present time, in UTC."""

NewId: TypeAlias = Callable[[], UUID]
"""Make a new id; later ids sort after earlier ones (UUIDv7)."""

RandomBytes: TypeAlias = Callable[[int], bytes]
"""Make this many unpredictable bytes."""


class Begin(Protocol[T_co]):
    """Open a transaction: commit at the block's end, roll back on a raise."""

    def __call__(self) -> AbstractContextManager[T_co]:
        """Enter the block with the transaction's repositories."""
        ...


class Outbox(Protocol):
    """Events that leave with the transaction."""

    def add(self, *events: Event) -> None:
        """Tell these events to the subscribers once the transaction is committed."""
        ...


class OnceOnly(Protocol):
    """Requests whose effect is already in."""

    def first_time(self, request_id: UUID) -> bool:
        """Mark the request as carried out in this transaction; False if an earlier one did it."""
        ...
