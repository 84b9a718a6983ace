"""Money to give back, in memory."""

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.model import PaymentId, Refund, RefundId


class MemoryRefunds:
    def __init__(self, refunds: MemoryTable[RefundId, Refund]) -> None:
        self._refunds = refunds

    def add(self, refund: Refund) -> bool:
        taken = refund.id in self._refunds or (
            refund.automatic and any(r.automatic and r.payment_id == refund.payment_id for r in self._refunds)
        )
        if not taken:
            self._refunds.put(refund.id, refund)
        return not taken

    def payment_id_of(self, refund_id: RefundId) -> PaymentId:
        return self.lock(refund_id).payment_id

    def lock(self, refund_id: RefundId) -> Refund:
        refund = self._refunds.get(refund_id)
        if refund is None:
            raise PaymentNotFound
        return refund

    def by_provider_refund_id(self, provider_refund_id: str) -> RefundId | None:
        return next((r.id for r in self._refunds if r.provider_refund_id == provider_refund_id), None)

    def save(self, refund: Refund) -> None:
        self._refunds.put(refund.id, refund)
