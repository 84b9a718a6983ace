"""Who completes an attempt, in memory."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.payments.model import Method, Payment, PaymentId, PaymentState


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


def _waits_for_completion(payment: Payment, now: datetime) -> bool:
    if payment.state is PaymentState.AWAITING_PAYER:
        return payment.expires_at > now
    left = payment.busy_until is None or payment.busy_until <= now
    return payment.state is PaymentState.COMPLETING and left
