"""Attempts to pay in memory."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.tables import MemoryTable
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.orders.model import Order, OrderId, PlacedOrder
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.gateway import CAPTURE_OF_ANOTHER, Ambiguous
from shop_domain.payments.lifecycle import NOBODY_CAN_PAY_WITHOUT_US, OPEN
from shop_domain.payments.model import (
    Evidence,
    Method,
    Payment,
    PaymentId,
    PaymentState,
    Refund,
    RefundId,
)
from shop_domain.payments.refund import ENDED

Payments = MemoryTable[PaymentId, Payment]
Orders = MemoryTable[OrderId, PlacedOrder]


class MemoryPayments:
    """Attempts to pay, changed under the lock of their order."""

    def __init__(self, payments: Payments, orders: Orders, evidence: MemoryTable[int, Evidence]) -> None:
        """Write to these tables."""
        self._payments = payments
        self._orders = orders
        self._evidence = evidence

    def add(self, payment: Payment) -> None:
        """Store a new attempt with all its keys."""
        if any(other.reference == payment.reference for other in self._payments):
            msg = "the reference is taken"
            raise ValueError(msg)
        self._payments.put(payment.id, payment)

    def lock_with_order(self, payment_id: PaymentId) -> tuple[Payment, Order]:
        """Read an attempt and its order and hold both; raise PaymentNotFound."""
        payment = self._payments.get(payment_id)
        placed = None if payment is None else self._orders.get(payment.order_id)
        if payment is None or placed is None:
            raise PaymentNotFound
        return payment, placed.order

    def save(self, payment: Payment) -> Payment:
        """Store the attempt at its next version.

        Raises ConcurrentUpdate if it moved on, or Ambiguous where its capture is another attempt's.
        """
        known = self._payments.get(payment.id)
        if known is None or known.version != payment.version:
            raise ConcurrentUpdate
        if payment.capture_id is not None and any(_is_same_capture(payment, other) for other in self._payments):
            raise Ambiguous(CAPTURE_OF_ANOTHER)
        self._payments.put(payment.id, replace(payment, version=payment.version + 1))
        return payment

    def record(self, evidence: Evidence) -> None:
        """Keep what was exchanged with a provider."""
        self._evidence.put(len(self._evidence), evidence)


class MemoryCompletionClaims:
    """Who completes an attempt."""

    def __init__(self, payments: Payments) -> None:
        """Write to this table."""
        self._payments = payments

    def by_id(self, payment_id: PaymentId, now: datetime, busy_until: datetime) -> Payment | None:
        """Become the one who completes this attempt."""
        return self._claimed(self._payments.get(payment_id), now, busy_until)

    def by_provider_id(self, method: Method, provider_id: str, now: datetime, busy_until: datetime) -> Payment | None:
        """Become the one who completes the attempt that the provider knows by this id."""
        named = (p for p in self._payments if p.method is method and p.provider_id == provider_id)
        return self._claimed(next(named, None), now, busy_until)

    def _claimed(self, payment: Payment | None, now: datetime, busy_until: datetime) -> Payment | None:
        if payment is None or not _waits_for_completion(payment, now):
            return None
        claimed = replace(
            payment,
            state=PaymentState.COMPLETING,
            busy_until=busy_until,
            next_check_at=busy_until,
            updated_at=now,
            version=payment.version + 1,
        )
        self._payments.put(payment.id, claimed)
        return claimed


class MemoryPaymentReader:
    """Attempts to pay, each with its order."""

    def __init__(self, payments: Payments, orders: Orders) -> None:
        """Read these tables."""
        self._payments = payments
        self._orders = orders

    def by_id(self, payment_id: PaymentId) -> tuple[Payment, Order] | None:
        """Find an attempt and its order."""
        return self._one(lambda payment: payment.id == payment_id)

    def by_provider_id(self, method: Method, provider_id: str) -> tuple[Payment, Order] | None:
        """Find an attempt by the provider's id of it."""
        return self._one(lambda payment: payment.method is method and payment.provider_id == provider_id)

    def by_reference(self, reference: str) -> tuple[Payment, Order] | None:
        """Find an attempt by our reference."""
        return self._one(lambda payment: payment.reference == reference)

    def by_request(self, request_id: UUID) -> tuple[Payment, Order] | None:
        """Find the attempt that a client's request made."""
        return self._one(lambda payment: payment.request_id == request_id)

    def by_capture(self, capture_id: str) -> tuple[Payment, Order] | None:
        """Find an attempt by the provider's id of the money."""
        return self._one(lambda payment: payment.capture_id == capture_id)

    def _one(self, fits: Callable[[Payment], bool]) -> tuple[Payment, Order] | None:
        payment = next((payment for payment in self._payments if fits(payment)), None)
        placed = None if payment is None else self._orders.get(payment.order_id)
        return None if payment is None or placed is None else (payment, placed.order)


class MemoryPaymentAgenda:
    """What of paying is due to be looked after."""

    def __init__(self, payments: Payments, refunds: MemoryTable[RefundId, Refund]) -> None:
        """Read these tables."""
        self._payments = payments
        self._refunds = refunds

    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List attempts that wait for their payer beyond their time."""
        due = [p for p in self._payments if p.state in NOBODY_CAN_PAY_WITHOUT_US and p.expires_at <= now]
        return tuple(p.id for p in sorted(due, key=lambda p: p.expires_at)[:limit])

    def to_ask_about(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List open attempts whose next question to the provider is due."""
        due = [p for p in self._payments if p.state in OPEN and p.next_check_at <= now]
        return tuple(p.id for p in sorted(due, key=lambda p: p.next_check_at)[:limit])

    def open_of_order(self, order_id: OrderId) -> PaymentId | None:
        """Find the attempt that an order's money hangs on: an open one, else the paid one."""
        attempts = [p for p in self._payments if p.order_id == order_id]
        best = max(attempts, key=lambda p: (p.state in OPEN, p.state is PaymentState.PAID, p.id), default=None)
        return None if best is None else best.id

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        """List refunds to be sent or asked about."""
        due = [r for r in self._refunds if r.state not in ENDED and r.next_try_at <= now]
        return tuple(r.id for r in sorted(due, key=lambda r: r.next_try_at)[:limit])


def _is_same_capture(one: Payment, other: Payment) -> bool:
    return one.id != other.id and (one.method, one.capture_id) == (other.method, other.capture_id)


def _waits_for_completion(payment: Payment, now: datetime) -> bool:
    if payment.state is PaymentState.AWAITING_PAYER:
        return payment.expires_at > now
    left = payment.busy_until is None or payment.busy_until <= now
    return payment.state is PaymentState.COMPLETING and left
