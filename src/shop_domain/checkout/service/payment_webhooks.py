"""Receive the webhooks of payment providers: verify, store once, act."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import msgspec

from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.complete_payment import PaymentCompletionService
from shop_domain.checkout.service.process_refunds import RefundService
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.orders.model import Order
from shop_domain.payments.errors import InvalidSignature, PaymentMethodUnavailable, VerificationUnavailable
from shop_domain.payments.gateway import (
    ForgedWebhook,
    GatewayError,
    RawWebhook,
    UnverifiableWebhook,
    VerifiedWebhook,
    WebhookResponse,
)
from shop_domain.payments.lifecycle import OPEN_STATES
from shop_domain.payments.model import Method, Payment, PaymentState, WebhookContent, WebhookEvent
from shop_domain.payments.observation import Observation, PaymentOutcome, RefundObservation
from shop_domain.payments.polling_schedule import WEBHOOK_RETRY
from shop_domain.payments.ports import PaymentProvider

ORPHAN_HOURS: Final = 24


class PaymentWebhookService:
    """Webhooks of payment providers."""

    def __init__(
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        providers: Mapping[Method, PaymentProvider],
        completion: PaymentCompletionService,
        refunds: RefundService,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._providers = providers
        self._completion = completion
        self._refunds = refunds

    def receive(self, method: Method, raw: RawWebhook) -> WebhookResponse:
        """Verify a webhook, store it once, act on it, and give the answer that its provider expects.

        Raises InvalidSignature for a forged one, and VerificationUnavailable where that can't be told now.
        """
        provider = self._providers.get(method)
        if provider is None:
            raise PaymentMethodUnavailable
        read = provider.read_webhook(raw)
        if isinstance(read, ForgedWebhook):
            self._log_rejected(method, read)
            raise InvalidSignature
        if isinstance(read, UnverifiableWebhook):
            raise VerificationUnavailable
        event = self._event(method, read, raw)
        if self._store(event):
            self.process(event)
        return read.response

    def process(self, event: WebhookEvent) -> None:
        """Process a stored webhook; one that can't take effect yet is processed again later, by the worker."""
        content = msgspec.json.decode(event.content, type=WebhookContent)
        try:
            known = [self._observe(event.method, seen) for seen in content.observations]
            known += [self._observe_refund(seen) for seen in content.refunds]
        except GatewayError:
            self._postpone(event)
            return
        if all(known) or event.received_at + timedelta(hours=ORPHAN_HOURS) <= self._clock():
            self._mark_processed(event)
        else:
            self._postpone(event)

    def _observe(self, method: Method, seen: Observation) -> bool:
        """Act on one observation of an attempt; False where the attempt is not known (yet)."""
        found = self._payment_of(method, seen)
        if found is None:
            return False
        payment, _ = found
        if seen.outcome is PaymentOutcome.READY and not payment.awaits_new_funding:
            if payment.state is PaymentState.AWAITING_PAYER:
                self._completion.complete(payment.id)
        elif seen.needs_lookup:
            if _is_news(payment, seen):
                self._completion.check_with_provider(payment.id, seen.capture_id)
        else:
            self._completion.apply_observation(payment.id, seen)
        return True

    def _observe_refund(self, seen: RefundObservation) -> bool:
        if seen.provider_refund_id is None:
            return True
        with self._read() as tx:
            refund_id = tx.refunds.by_provider_refund_id(seen.provider_refund_id)
        if refund_id is not None:
            self._refunds.apply_observation(refund_id, seen)
        return True

    def _payment_of(self, method: Method, seen: Observation) -> tuple[Payment, Order] | None:
        with self._read() as tx:
            reader = tx.payment_reader
            return (
                (seen.reference and reader.by_reference(seen.reference))
                or (seen.provider_id and reader.by_provider_id(method, seen.provider_id))
                or (seen.capture_id and reader.by_capture_id(seen.capture_id))
                or None
            )

    def _event(self, method: Method, read: VerifiedWebhook, raw: RawWebhook) -> WebhookEvent:
        content = WebhookContent(observations=read.observations, refunds=read.refunds)
        return WebhookEvent(
            method=method,
            event_key=read.event_key,
            event_type=read.event_type,
            body=raw.body,
            content=msgspec.json.encode(content),
            received_at=self._clock(),
        )

    @retry_on_storage_busy
    def _store(self, event: WebhookEvent) -> bool:
        with self._begin() as tx:
            return tx.webhook_inbox.store(event)

    @retry_on_storage_busy
    def _mark_processed(self, event: WebhookEvent) -> None:
        with self._begin() as tx:
            tx.webhook_inbox.mark_processed(event.method, event.event_key, self._clock())

    @retry_on_storage_busy
    def _postpone(self, event: WebhookEvent) -> None:
        with self._begin() as tx:
            tx.webhook_inbox.postpone(event.method, event.event_key, self._clock() + WEBHOOK_RETRY)

    @retry_on_storage_busy
    def _log_rejected(self, method: Method, forged: ForgedWebhook) -> None:
        with self._begin() as tx:
            tx.webhook_inbox.log_rejected(method, forged.reason, self._clock())


def _is_news(payment: Payment, seen: Observation) -> bool:
    known = payment.state is PaymentState.PAID and seen.capture_id in {None, payment.capture_id}
    return not known and (
        payment.state in OPEN_STATES or seen.outcome in {PaymentOutcome.PAID, PaymentOutcome.REVERSED}
    )
