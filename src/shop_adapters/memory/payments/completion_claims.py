"""Who completes an attempt, in memory."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.payments.lifecycle import claimed
from shop_domain.payments.model import Method, Payment, PaymentId


class MemoryCompletionClaims:
    """Who completes an attempt."""

    def __init__(self, payments: MemoryTable[PaymentId, Payment]) -> None:
        self._payments = payments

    def claim(self, payment_id: PaymentId, now: datetime, busy_until: datetime) -> Payment | None:
        return self._claimed(self._payments.get(payment_id), now, busy_until)

    def claim_by_provider_id(
        self, method: Method, provider_id: str, now: datetime, busy_until: datetime
    ) -> Payment | None:
        named = (p for p in self._payments if p.method is method and p.provider_id == provider_id)
        return self._claimed(next(named, None), now, busy_until)

    def _claimed(self, payment: Payment | None, now: datetime, busy_until: datetime) -> Payment | None:
        granted = None if payment is None else claimed(payment, busy_until, now)
        if granted is None:
            return None
        stored = replace(granted, version=granted.version + 1)
        self._payments.put(stored.id, stored)
        return stored
