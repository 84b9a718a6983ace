"""Take in what providers send by themselves: verify, keep once, act."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import msgspec

from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.refunding import RefundService
from shop_domain.checkout.service.settling import SettlementService
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried
from shop_domain.orders.model import Order
from shop_domain.payments.errors import InvalidSignature, PaymentMethodUnavailable, VerificationUnavailable
from shop_domain.payments.gateway import Accepted, Forged, GatewayError, RawNotification, Reply, VerifyLater
from shop_domain.payments.lifecycle import OPEN
from shop_domain.payments.model import Method, Notification, NotificationContent, Payment, PaymentState
from shop_domain.payments.observation import Observation, Outcome, RefundObservation
from shop_domain.payments.ports import Provider

RETRY_SECONDS: Final = 30
ORPHAN_HOURS: Final = 24


class PaymentNotificationService:
    """Webhooks of payment providers."""

    def __init__(
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        providers: Mapping[Method, Provider],
        settlement: SettlementService,
        refunds: RefundService,
    ) -> None:
        """Read with these providers."""
        self._begin = begin
        self._read = read
        self._clock = clock
        self._providers = providers
        self._settlement = settlement
        self._refunds = refunds

    def receive(self, method: Method, raw: RawNotification) -> Reply:
        """Verify a webhook, keep it once, act on it, and give the answer that its provider wants.

        Raises InvalidSignature for a forged one, and VerificationUnavailable where that can't be told now.
        """
        provider = self._providers.get(method)
        if provider is None:
            raise PaymentMethodUnavailable
        read = provider.read_notification(raw)
        if isinstance(read, Forged):
            self._refuse(method, read)
            raise InvalidSignature
        if isinstance(read, VerifyLater):
            raise VerificationUnavailable
        kept = self._kept(method, read, raw)
        if self._keep(kept):
            self.act_on(kept)
        return read.stored

    def act_on(self, kept: Notification) -> None:
        """Let a kept webhook take effect; one that can't yet is tried again later, by the worker."""
        content = msgspec.json.decode(kept.content, type=NotificationContent)
        try:
            known = [self._observe(kept.method, seen) for seen in content.observations]
            known += [self._observe_refund(seen) for seen in content.refunds]
        except GatewayError:
            self._postpone(kept)
            return
        if all(known) or kept.received_at + timedelta(hours=ORPHAN_HOURS) <= self._clock():
            self._done(kept)
        else:
            self._postpone(kept)

    def _observe(self, method: Method, seen: Observation) -> bool:
        """Act on one word about an attempt; False where nobody knows the attempt (yet)."""
        found = self._payment_of(method, seen)
        if found is None:
            return False
        payment, _ = found
        if seen.outcome is Outcome.READY and not payment.is_to_mend:
            if payment.state is PaymentState.AWAITING_PAYER:
                self._settlement.complete(payment.id)
        elif seen.needs_lookup:
            if _says_something_new(payment, seen):
                self._settlement.look_up(payment.id, seen.capture_id)
        else:
            self._settlement.observe(payment.id, seen)
        return True

    def _observe_refund(self, seen: RefundObservation) -> bool:
        if seen.provider_refund_id is None:
            return True
        with self._read() as tx:
            refund_id = tx.refunds.by_provider(seen.provider_refund_id)
        if refund_id is not None:
            self._refunds.observe(refund_id, seen)
        return True

    def _payment_of(self, method: Method, seen: Observation) -> tuple[Payment, Order] | None:
        with self._read() as tx:
            reader = tx.payment_reader
            return (
                (seen.reference and reader.by_reference(seen.reference))
                or (seen.provider_id and reader.by_provider_id(method, seen.provider_id))
                or (seen.capture_id and reader.by_capture(seen.capture_id))
                or None
            )

    def _kept(self, method: Method, read: Accepted, raw: RawNotification) -> Notification:
        content = NotificationContent(observations=read.observations, refunds=read.refunds)
        return Notification(
            method=method,
            event_key=read.event_key,
            event_type=read.event_type,
            body=raw.body,
            content=msgspec.json.encode(content),
            received_at=self._clock(),
        )

    @retried
    def _keep(self, kept: Notification) -> bool:
        with self._begin() as tx:
            return tx.payment_inbox.keep(kept)

    @retried
    def _done(self, kept: Notification) -> None:
        with self._begin() as tx:
            tx.payment_inbox.done(kept.method, kept.event_key, self._clock())

    @retried
    def _postpone(self, kept: Notification) -> None:
        with self._begin() as tx:
            later = self._clock() + timedelta(seconds=RETRY_SECONDS)
            tx.payment_inbox.postpone(kept.method, kept.event_key, later)

    @retried
    def _refuse(self, method: Method, forged: Forged) -> None:
        with self._begin() as tx:
            tx.payment_inbox.refuse(method, forged.reason, self._clock())


def _says_something_new(payment: Payment, seen: Observation) -> bool:
    known = payment.state is PaymentState.PAID and seen.capture_id in {None, payment.capture_id}
    return not known and (payment.state in OPEN or seen.outcome in {Outcome.PAID, Outcome.REVERSED})
