"""What of paying is due, in memory."""

from datetime import datetime

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.orders.model import OrderId
from shop_domain.payments.current_attempt import current_attempt
from shop_domain.payments.lifecycle import is_due, is_expired
from shop_domain.payments.model import Payment, PaymentId, Refund, RefundId
from shop_domain.payments.refund import is_refund_due


class MemoryDuePayments:
    """What of paying is due to be looked after."""

    def __init__(self, payments: MemoryTable[PaymentId, Payment], refunds: MemoryTable[RefundId, Refund]) -> None:
        """Read these tables."""
        self._payments = payments
        self._refunds = refunds

    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List attempts that wait for their payer beyond their time."""
        due = [p for p in self._payments if is_expired(p, now)]
        return tuple(p.id for p in sorted(due, key=lambda p: p.expires_at)[:limit])

    def due_for_check(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List open attempts whose next question to the provider is due."""
        due = [p for p in self._payments if is_due(p, now)]
        return tuple(p.id for p in sorted(due, key=lambda p: p.next_check_at)[:limit])

    def current_of_order(self, order_id: OrderId) -> PaymentId | None:
        """Find the attempt that an order's money hangs on: an open one, else the paid one."""
        current = current_attempt(p for p in self._payments if p.order_id == order_id)
        return None if current is None else current.id

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        """List refunds to be sent or asked about."""
        due = [r for r in self._refunds if is_refund_due(r, now)]
        return tuple(r.id for r in sorted(due, key=lambda r: r.next_try_at)[:limit])
