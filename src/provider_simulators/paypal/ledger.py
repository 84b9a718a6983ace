"""All orders, captures and refunds: as they are, and as they lately were."""

from collections import deque

import msgspec

from provider_simulators.paypal.records import Capture, Order, Refund

_MAX_HISTORY = 200


class LedgerState(msgspec.Struct, frozen=True):
    """One state of everything; never changed, only replaced."""

    orders: dict[str, Order] = {}
    captures: dict[str, Capture] = {}
    refunds: dict[str, Refund] = {}

    def captures_of(self, order_id: str) -> list[Capture]:
        return [capture for capture in self.captures.values() if capture.order_id == order_id]

    def refunds_of(self, capture_id: str) -> list[Refund]:
        return [refund for refund in self.refunds.values() if refund.capture_id == capture_id]

    def order_of(self, capture_id: str) -> Order:
        return self.orders[self.captures[capture_id].order_id]

    def with_records(self, *records: Order | Capture | Refund) -> "LedgerState":
        orders, captures, refunds = dict(self.orders), dict(self.captures), dict(self.refunds)
        for record in records:
            match record:
                case Order():
                    orders[record.id] = record
                case Capture():
                    captures[record.id] = record
                case Refund():
                    refunds[record.id] = record
        return LedgerState(orders, captures, refunds)


class Ledger:
    """The books of today, and enough of the past for a stale read."""

    def __init__(self) -> None:
        self.current = LedgerState()
        self._past: deque[tuple[str, LedgerState]] = deque(maxlen=_MAX_HISTORY)

    def record(self, order_id: str, *records: Order | Capture | Refund) -> None:
        """Write down one change, which concerns one order."""
        self._past.append((order_id, self.current))
        self.current = self.current.with_records(*records)

    def as_of(self, staleness: int, order_id: str | None) -> LedgerState:
        """Return the books as they were that many changes of this order ago."""
        if staleness == 0 or order_id is None:
            return self.current
        earlier = [books for changed, books in reversed(self._past) if changed == order_id]
        return earlier[min(staleness, len(earlier)) - 1] if earlier else self.current

    def order_id_for(self, record_id: str) -> str | None:
        """Return the order that an order, capture or refund id belongs to."""
        books = self.current
        refund = books.refunds.get(record_id)
        capture = books.captures.get(refund.capture_id if refund else record_id)
        return capture.order_id if capture else record_id if record_id in books.orders else None
