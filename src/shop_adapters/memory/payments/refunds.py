"""Money to give back, in memory."""

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.model import PaymentId, Refund, RefundId


class MemoryRefunds:
    """Money to give back."""

    def __init__(self, refunds: MemoryTable[RefundId, Refund]) -> None:
        """Write to this table."""
        self._refunds = refunds

    def add(self, refund: Refund) -> bool:
        """Store a new refund; False where the attempt has an automatic one already."""
        taken = refund.id in self._refunds or (
            refund.automatic and any(r.automatic and r.payment_id == refund.payment_id for r in self._refunds)
        )
        if not taken:
            self._refunds.put(refund.id, refund)
        return not taken

    def payment_id_of(self, refund_id: RefundId) -> PaymentId:
        """Tell which attempt a refund belongs to; raise PaymentNotFound."""
        return self.lock(refund_id).payment_id

    def lock(self, refund_id: RefundId) -> Refund:
        """Read a refund and hold it; its attempt is locked before."""
        refund = self._refunds.get(refund_id)
        if refund is None:
            raise PaymentNotFound
        return refund

    def by_provider_refund_id(self, provider_refund_id: str) -> RefundId | None:
        """Find a refund by the provider's id of it."""
        return next((r.id for r in self._refunds if r.provider_refund_id == provider_refund_id), None)

    def save(self, refund: Refund) -> None:
        """Store a refund under its lock."""
        self._refunds.put(refund.id, refund)
