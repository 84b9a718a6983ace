"""All orders, captures and refunds: as they are, and as they lately were."""

from collections import deque

import msgspec

from shop_http.simulators.paypal.records import Capture, Order, Refund

_REMEMBERED = 200


class Books(msgspec.Struct, frozen=True):
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

    def with_records(self, *records: Order | Capture | Refund) -> "Books":
        orders, captures, refunds = dict(self.orders), dict(self.captures), dict(self.refunds)
        for record in records:
            match record:
                case Order():
                    orders[record.id] = record
                case Capture():
                    captures[record.id] = record
                case Refund():
                    refunds[record.id] = record
        return Books(orders, captures, refunds)


class Ledger:
    """The books of today, and enough of the past for a stale read."""

    def __init__(self) -> None:
        self.books = Books()
        self._past: deque[tuple[str, Books]] = deque(maxlen=_REMEMBERED)

    def record(self, order_id: str, *records: Order | Capture | Refund) -> None:
        """Write down one change, which concerns one order."""
        self._past.append((order_id, self.books))
        self.books = self.books.with_records(*records)

    def as_of(self, look_back: int, order_id: str | None) -> Books:
        """Return the books as they were that many changes of this order ago."""
        if look_back == 0 or order_id is None:
            return self.books
        earlier = [books for changed, books in reversed(self._past) if changed == order_id]
        return earlier[min(look_back, len(earlier)) - 1] if earlier else self.books

    def order_behind(self, record_id: str) -> str | None:
        """Return the order that an order, capture or refund id belongs to."""
        books = self.books
        refund = books.refunds.get(record_id)
        capture = books.captures.get(refund.capture_id if refund else record_id)
        return capture.order_id if capture else record_id if record_id in books.orders else None
