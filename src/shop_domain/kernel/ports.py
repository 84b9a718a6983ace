"""The few things that every service needs from outside."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar
from uuid import UUID

import msgspec

from shop_domain.kernel.events import Event
from shop_domain.kernel.idempotency import IdempotencyClaim

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


class LeasedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A stored event that one relay may deliver now, alone."""

    event_id: UUID
    kind: str
    ordering_key: str
    body: Mapping[str, object]
    tries: int
    """How often it was leased, this time included."""


class EventQueue(Protocol):
    """Stored events on their way to the subscribers; each belongs to one relay at a time."""

    def any_due(self, now: datetime) -> bool:
        """Tell, cheaply, whether a lease would give anything."""
        ...

    def lease(self, now: datetime, until: datetime, limit: int) -> tuple[LeasedEvent, ...]:
        """Take events that are due; of each thing at most the first event that is neither delivered nor given up."""
        ...

    def mark_delivered(self, event_id: UUID, now: datetime) -> None:
        """Note that every subscriber has had the event."""
        ...

    def postpone(self, event_id: UUID, due_at: datetime, error: str) -> None:
        """Give an event back, to be tried again at that time."""
        ...

    def give_up(self, event_id: UUID, now: datetime, error: str) -> None:
        """Stop trying; the event is kept, and later events of the same thing go on."""
        ...

    def delete_delivered(self, delivered_before: datetime, limit: int) -> int:
        """Delete at most this many events that were delivered before, and count them."""
        ...


class ProcessedRequests(Protocol):
    """Requests whose effect is already in."""

    def mark_processed(self, request_id: UUID) -> bool:
        """Mark the request as carried out in this transaction; False if an earlier one did it."""
        ...

    def delete_before(self, request_id: UUID) -> int:
        """Remove the marks of requests that were made before this one; tell how many."""
        ...


class IdempotencyKeys(Protocol):
    """Claims of requests that may be sent again."""

    def claim(self, fresh: IdempotencyClaim) -> IdempotencyClaim | None:
        """Store a claim if its id is free; else give the one that is there, unchanged until this transaction ends."""
        ...

    def replace(self, before: IdempotencyClaim, after: IdempotencyClaim) -> bool:
        """Put a claim in an earlier one's place; False if that one has been answered or replaced meanwhile."""
        ...

    def store_response(self, claim: IdempotencyClaim, encrypted: bytes) -> bool:
        """Keep an answer with its claim; False if the claim has been answered or replaced meanwhile."""
        ...

    def remove(self, claim: IdempotencyClaim) -> None:
        """Free a claim's id, unless it has been answered or replaced meanwhile."""
        ...

    def remove_before(self, moment: datetime) -> int:
        """Remove claims made before that moment; tell how many."""
        ...


class IdempotencyTx(Protocol):
    """The part of a transaction that repeatable requests use."""

    @property
    def idempotency(self) -> IdempotencyKeys: ...
    @property
    def processed_requests(self) -> ProcessedRequests: ...
