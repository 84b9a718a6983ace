"""Attempts to pay, looked up in memory."""

from collections.abc import Callable
from uuid import UUID

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.orders.model import Order, OrderId, PlacedOrder
from shop_domain.payments.model import Method, Payment, PaymentId


class MemoryPaymentReader:
    """Attempts to pay, each with its order."""

    def __init__(self, payments: MemoryTable[PaymentId, Payment], orders: MemoryTable[OrderId, PlacedOrder]) -> None:
        self._payments = payments
        self._orders = orders

    def by_id(self, payment_id: PaymentId) -> tuple[Payment, Order] | None:
        return self._one(lambda payment: payment.id == payment_id)

    def by_provider_id(self, method: Method, provider_id: str) -> tuple[Payment, Order] | None:
        return self._one(lambda payment: payment.method is method and payment.provider_id == provider_id)

    def by_reference(self, reference: str) -> tuple[Payment, Order] | None:
        return self._one(lambda payment: payment.reference == reference)

    def by_request_id(self, request_id: UUID) -> tuple[Payment, Order] | None:
        return self._one(lambda payment: payment.request_id == request_id)

    def by_capture_id(self, capture_id: str) -> tuple[Payment, Order] | None:
        return self._one(lambda payment: payment.capture_id == capture_id)

    def _one(self, fits: Callable[[Payment], bool]) -> tuple[Payment, Order] | None:
        payment = next((payment for payment in self._payments if fits(payment)), None)
        placed = None if payment is None else self._orders.get(payment.order_id)
        return None if payment is None or placed is None else (payment, placed.order)
