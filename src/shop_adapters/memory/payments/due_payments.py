"""What of paying is due, in memory."""

from datetime import datetime

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.orders.model import OrderId
from shop_domain.payments.current_attempt import current_attempt
from shop_domain.payments.lifecycle import is_due, is_expired
from shop_domain.payments.model import Payment, PaymentId, Refund, RefundId
from shop_domain.payments.refund import is_refund_due


class MemoryDuePayments:
    def __init__(self, payments: MemoryTable[PaymentId, Payment], refunds: MemoryTable[RefundId, Refund]) -> None:
        self._payments = payments
        self._refunds = refunds

    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        due = [p for p in self._payments if is_expired(p, now)]
        return tuple(p.id for p in sorted(due, key=lambda p: p.expires_at)[:limit])

    def due_for_check(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        due = [p for p in self._payments if is_due(p, now)]
        return tuple(p.id for p in sorted(due, key=lambda p: p.next_check_at)[:limit])

    def current_of_order(self, order_id: OrderId) -> PaymentId | None:
        current = current_attempt(p for p in self._payments if p.order_id == order_id)
        return None if current is None else current.id

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        due = [r for r in self._refunds if is_refund_due(r, now)]
        return tuple(r.id for r in sorted(due, key=lambda r: r.next_try_at)[:limit])
