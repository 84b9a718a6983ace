"""Reconcile payments with their providers: run by the worker, and by a command for staff."""

from collections.abc import Mapping
from typing import Final

import msgspec

from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.complete_payment import PaymentCompletionService
from shop_domain.checkout.service.order_transitions import apply_payment_change
from shop_domain.checkout.service.payment_webhooks import PaymentWebhookService
from shop_domain.checkout.service.process_refunds import RefundService
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.payments.gateway import GatewayError
from shop_domain.payments.lifecycle import is_due, start_failed
from shop_domain.payments.model import Method, PaymentId, PaymentState
from shop_domain.payments.polling_schedule import without_answer
from shop_domain.payments.ports import PaymentProvider

BATCH_SIZE: Final = 50


class ReconciliationReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one run did."""

    expired: int = 0
    checked: int = 0
    refunds: int = 0
    notifications: int = 0

    @property
    def has_more(self) -> bool:
        """Tell whether a batch was full, so that more may wait."""
        return BATCH_SIZE in {self.expired, self.checked, self.refunds, self.notifications}

    @property
    def total(self) -> int:
        """Count all that was processed."""
        return self.expired + self.checked + self.refunds + self.notifications


class ReconciliationService:
    """Asks providers until no payment is open: they are the source of truth, not their webhooks."""

    def __init__(
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        providers: Mapping[Method, PaymentProvider],
        completion: PaymentCompletionService,
        refunds: RefundService,
        webhooks: PaymentWebhookService,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._providers = providers
        self._completion = completion
        self._refunds = refunds
        self._webhooks = webhooks

    def run_once(self) -> ReconciliationReport:
        """Expire attempts, look up open ones, send refunds, and process webhooks that are due."""
        now = self._clock()
        with self._read() as tx:
            expired = tx.due_payments.expired(now, BATCH_SIZE)
            open_payments = tx.due_payments.due_for_check(now, BATCH_SIZE)
            webhooks = tx.webhook_inbox.due(now, BATCH_SIZE)
        for payment_id in expired:
            self.expire(payment_id)
        for payment_id in open_payments:
            self.check(payment_id)
        for webhook in webhooks:
            self._webhooks.process(webhook)
        with self._read() as tx:
            refunds = tx.due_payments.refunds_due(self._clock(), BATCH_SIZE)
        for refund_id in refunds:
            self._refunds.process(refund_id)
        return ReconciliationReport(
            expired=len(expired), checked=len(open_payments), refunds=len(refunds), notifications=len(webhooks)
        )

    def expire(self, payment_id: PaymentId) -> None:
        """Expire an attempt; where money can move without our completion, its provider is asked first."""
        with self._read() as tx:
            found = tx.payment_reader.by_id(payment_id)
        if found is None:
            return
        provider = self._providers.get(found[0].method)
        if provider is not None and not provider.capabilities().needs_completion:
            self.check(payment_id)
        self._completion.expire(payment_id)

    def check(self, payment_id: PaymentId) -> None:
        """Look up one open attempt; one that a crash interrupted before it was started is failed."""
        if self._fail_if_never_started(payment_id):
            return
        try:
            self._completion.check_with_provider(payment_id)
        except GatewayError:
            self._check_later(payment_id)

    @retry_on_storage_busy
    def _fail_if_never_started(self, payment_id: PaymentId) -> bool:
        now = self._clock()
        with self._begin() as tx:
            before, order = tx.payments.lock_with_order(payment_id)
            if before.state is not PaymentState.STARTING:
                return False
            if is_due(before, now):
                apply_payment_change(tx, order, before, start_failed(before, "left before it began", now), now)
            return True

    @retry_on_storage_busy
    def _check_later(self, payment_id: PaymentId) -> None:
        now = self._clock()
        with self._begin() as tx:
            payment, _ = tx.payments.lock_with_order(payment_id)
            tx.payments.save(without_answer(payment, now))
