"""Webhook deliveries that wait, are held, were made, or were given up."""

import random
from datetime import datetime, timedelta
from typing import Literal

import msgspec

DeliveryState = Literal["waiting", "held", "sending", "delivered", "failed", "dropped"]
ReleaseOrder = Literal["fifo", "lifo", "shuffle"]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try: when, what the shop answered, or what went wrong."""

    at: datetime
    ok: bool
    status: int | None = None
    body: str = ""
    problem: str | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event on its way to one address."""

    n: int
    event_id: str
    kind: str
    webhook_id: str
    url: str
    body: bytes
    due: datetime
    transmission_id: str
    state: DeliveryState = "waiting"
    attempts: tuple[Attempt, ...] = ()


class DeliveryQueue:
    """All deliveries of a run, numbered from 1, with the switch that holds new ones back."""

    def __init__(self) -> None:
        self._by_number: dict[int, Delivery] = {}
        self.is_holding = False

    def add(self, delivery: Delivery) -> Delivery:
        kept = msgspec.structs.replace(
            delivery, n=len(self._by_number) + 1, state="held" if self.is_holding else "waiting"
        )
        self._by_number[kept.n] = kept
        return kept

    def get(self, n: int) -> Delivery | None:
        return self._by_number.get(n)

    def all(self) -> list[Delivery]:
        return list(self._by_number.values())

    def mark(self, n: int, state: DeliveryState) -> Delivery:
        return self._replace(msgspec.structs.replace(self._by_number[n], state=state))

    def postpone(self, n: int, due: datetime) -> Delivery:
        return self._replace(msgspec.structs.replace(self._by_number[n], due=due, state="waiting"))

    def resend(self, n: int, *, now: datetime, transmission_id: str) -> Delivery:
        """Send the same event once more, as a provider that forgot its success would."""
        return self.add(
            msgspec.structs.replace(self._by_number[n], attempts=(), due=now, transmission_id=transmission_id)
        )

    def record_attempt(self, n: int, attempt: Attempt, *, delay: timedelta | None) -> Delivery:
        """Write down an attempt; plan the next one after the pause, or give up where there is none."""
        before = self._by_number[n]
        state: DeliveryState = "delivered" if attempt.ok else "failed" if delay is None else "waiting"
        due = before.due if delay is None else attempt.at + delay
        return self._replace(
            msgspec.structs.replace(before, attempts=(*before.attempts, attempt), state=state, due=due)
        )

    def next_due(self) -> Delivery | None:
        waiting = [delivery for delivery in self._by_number.values() if delivery.state == "waiting"]
        return min(waiting, key=lambda delivery: (delivery.due, delivery.n), default=None)

    def is_sending(self) -> bool:
        return any(delivery.state == "sending" for delivery in self._by_number.values())

    def in_release_order(self, order: ReleaseOrder, seed: int) -> list[int]:
        """Return the numbers of the held deliveries in the order in which they shall go."""
        numbers = [delivery.n for delivery in self._by_number.values() if delivery.state == "held"]
        if order == "shuffle":
            random.Random(seed).shuffle(numbers)  # noqa: S311  repeatable on purpose
        return numbers[::-1] if order == "lifo" else numbers

    def _replace(self, delivery: Delivery) -> Delivery:
        self._by_number[delivery.n] = delivery
        return delivery


def delivery_document(delivery: Delivery) -> dict[str, object]:
    """Show a delivery with its body as text."""
    document: dict[str, object] = msgspec.to_builtins(delivery)
    return {**document, "body": delivery.body.decode("utf-8", "replace")}
