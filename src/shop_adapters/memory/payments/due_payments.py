"""What of paying is due, in memory."""

from datetime import datetime

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.orders.model import OrderId
from shop_domain.payments.lifecycle import BEFORE_COMPLETION, OPEN_STATES
from shop_domain.payments.model import Payment, PaymentId, PaymentState, Refund, RefundId
from shop_domain.payments.refund import FINAL_STATES


class MemoryDuePayments:
    def __init__(self, payments: MemoryTable[PaymentId, Payment], refunds: MemoryTable[RefundId, Refund]) -> None:
        self._payments = payments
        self._refunds = refunds

    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        due = [p for p in self._payments if p.state in BEFORE_COMPLETION and p.expires_at <= now]
        return tuple(p.id for p in sorted(due, key=lambda p: p.expires_at)[:limit])

    def due_for_check(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        due = [p for p in self._payments if p.state in OPEN_STATES and p.next_check_at <= now]
        return tuple(p.id for p in sorted(due, key=lambda p: p.next_check_at)[:limit])

    def current_of_order(self, order_id: OrderId) -> PaymentId | None:
        attempts = [p for p in self._payments if p.order_id == order_id]
        best = max(attempts, key=lambda p: (p.state in OPEN_STATES, p.state is PaymentState.PAID, p.id), default=None)
        return None if best is None else best.id

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        due = [r for r in self._refunds if r.state not in FINAL_STATES and r.next_try_at <= now]
        return tuple(r.id for r in sorted(due, key=lambda r: r.next_try_at)[:limit])
