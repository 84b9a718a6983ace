"""Send refunds to payment providers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from shop_domain.checkout.abandonment import order_end
from shop_domain.checkout.events import PaymentRefunded, order_details
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.order_transitions import cancel_and_restore_cart
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.orders.model import SYSTEM_ACTOR, Order, OrderStatus
from shop_domain.payments.gateway import Ambiguous, GatewayError, RefundRef, RefundRequest, Rejected
from shop_domain.payments.model import Method, Payment, PaymentState, Refund, RefundId, RefundState
from shop_domain.payments.observation import RefundObservation, RefundOutcome
from shop_domain.payments.ports import PaymentProvider
from shop_domain.payments.refund import (
    FINAL_STATES,
    add_refunded,
    apply_refund_observation,
    is_refund_due,
    mark_unanswered,
)

CLAIM_SECONDS: Final = 60


class RefundService:
    """Sends refunds, each once, whatever fails on the way."""

    def __init__(self, *, begin: Begin[CheckoutTx], clock: Clock, providers: Mapping[Method, PaymentProvider]) -> None:
        self._begin = begin
        self._clock = clock
        self._providers = providers

    def process(self, refund_id: RefundId) -> RefundState:
        """Send a refund, or look up one that was sent, and record the result."""
        claimed = self._claim(refund_id)
        if claimed is None:
            return RefundState.SENDING
        refund, payment = claimed
        provider = self._providers[payment.method]
        try:
            seen = self._sent(provider, refund, payment)
        except GatewayError as error:
            repeatable = provider.capabilities().refunds_are_idempotent or not isinstance(error, Ambiguous)
            return self._unanswered(refund_id, repeatable=repeatable)
        return self.apply_observation(refund_id, seen)

    @retry_on_storage_busy
    def apply_observation(self, refund_id: RefundId, seen: RefundObservation) -> RefundState:
        """Apply what a provider says of a refund to it, its payment and its order."""
        now = self._clock()
        with self._begin() as tx:
            before, payment, order = self._locked(tx, refund_id)
            after = apply_refund_observation(before, seen, now)
            tx.refunds.save(after)
            if after.state is RefundState.DONE and before.state is not RefundState.DONE:
                self._record_refunded(tx, after, payment, order)
            return after.state

    @retry_on_storage_busy
    def _claim(self, refund_id: RefundId) -> tuple[Refund, Payment] | None:
        """Claim the refund for a while; None where it has ended or is claimed already."""
        now = self._clock()
        with self._begin() as tx:
            refund, payment, _ = self._locked(tx, refund_id)
            if not is_refund_due(refund, now):
                return None
            state = RefundState.SENDING if refund.state is RefundState.REQUESTED else refund.state
            tx.refunds.save(replace(refund, state=state, next_try_at=now + timedelta(seconds=CLAIM_SECONDS)))
            return refund, payment

    @staticmethod
    def _sent(provider: PaymentProvider, refund: Refund, payment: Payment) -> RefundObservation:
        may_repeat = provider.capabilities().refunds_are_idempotent and refund.state is RefundState.SENDING
        if refund.state is not RefundState.REQUESTED and not may_repeat:
            return provider.lookup_refund(
                RefundRef(
                    idempotency_key=str(refund.id),
                    provider_refund_id=refund.provider_refund_id,
                    capture_id=payment.capture_id or "",
                )
            )
        try:
            return provider.refund(_request(refund, payment))
        except Rejected as refusal:
            return RefundObservation(outcome=RefundOutcome.FAILED, reason=refusal.code)

    @retry_on_storage_busy
    def _unanswered(self, refund_id: RefundId, *, repeatable: bool) -> RefundState:
        now = self._clock()
        with self._begin() as tx:
            refund, _, _ = self._locked(tx, refund_id)
            if refund.state in FINAL_STATES:
                return refund.state
            waiting = mark_unanswered(refund, repeatable=repeatable, at=now)
            tx.refunds.save(waiting)
            return waiting.state

    @staticmethod
    def _locked(tx: CheckoutTx, refund_id: RefundId) -> tuple[Refund, Payment, Order]:
        payment, order = tx.payments.lock_with_order(tx.refunds.payment_id_of(refund_id))
        return tx.refunds.lock(refund_id), payment, order

    def _record_refunded(self, tx: CheckoutTx, refund: Refund, payment: Payment, order: Order) -> None:
        now = self._clock()
        tx.payments.save(add_refunded(payment, refund.amount, now))
        tx.outbox.add(PaymentRefunded(**order_details(order, now), amount=refund.amount))
        if payment.state is PaymentState.REVIEW and order.status is OrderStatus.PENDING:
            cancel_and_restore_cart(tx, order, order_end(payment.state), SYSTEM_ACTOR, now)


def _request(refund: Refund, payment: Payment) -> RefundRequest:
    if payment.captured is None:
        msg = "nothing was captured that could go back"
        raise ValueError(msg)
    return RefundRequest(
        idempotency_key=str(refund.id),
        reference=payment.reference,
        capture_id=payment.capture_id or "",
        amount=refund.amount,
        captured=payment.captured,
        already_refunded=payment.refunded,
        reason=refund.reason,
    )
