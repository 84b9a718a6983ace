"""Attempts to pay in memory."""

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.orders.model import Order, OrderId, PlacedOrder
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.gateway import CAPTURE_OF_ANOTHER, Ambiguous
from shop_domain.payments.model import (
    Payment,
    PaymentId,
    ProviderLogEntry,
)


class MemoryPayments:
    def __init__(
        self,
        payments: MemoryTable[PaymentId, Payment],
        orders: MemoryTable[OrderId, PlacedOrder],
        evidence: MemoryTable[int, ProviderLogEntry],
    ) -> None:
        self._payments = payments
        self._orders = orders
        self._evidence = evidence

    def add(self, payment: Payment) -> None:
        if any(other.reference == payment.reference for other in self._payments):
            msg = "the reference is taken"
            raise ValueError(msg)
        self._payments.put(payment.id, payment)

    def lock_with_order(self, payment_id: PaymentId) -> tuple[Payment, Order]:
        payment = self._payments.get(payment_id)
        placed = None if payment is None else self._orders.get(payment.order_id)
        if payment is None or placed is None:
            raise PaymentNotFound
        return payment, placed.order

    def save(self, payment: Payment) -> Payment:
        known = self._payments.get(payment.id)
        if known is None or known.version != payment.version:
            raise ConcurrentUpdate
        if payment.capture_id is not None and any(_is_same_capture(payment, other) for other in self._payments):
            raise Ambiguous(CAPTURE_OF_ANOTHER)
        self._payments.put(payment.id, replace(payment, version=payment.version + 1))
        return payment

    def log(self, entry: ProviderLogEntry) -> None:
        self._evidence.put(len(self._evidence), entry)


def _is_same_capture(one: Payment, other: Payment) -> bool:
    return one.id != other.id and (one.method, one.capture_id) == (other.method, other.capture_id)
