"""A payment provider in memory, for dry runs, simulations and properties; the gateway contract suite runs on it too.

What the payer does, and what goes wrong on the way, is set from outside.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from threading import Lock
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import (
    Ambiguous,
    AttemptRef,
    CloseResult,
    ForgedWebhook,
    NotSent,
    ProviderCapabilities,
    RawWebhook,
    Redirect,
    RefundRef,
    RefundRequest,
    Rejected,
    RetryAdvice,
    Started,
    StartRequest,
    VerifiedWebhook,
    WebhookResponse,
    WebhookVerification,
)
from shop_domain.payments.observation import (
    Observation,
    ObservationSource,
    PaymentOutcome,
    RefundObservation,
    RefundOutcome,
)

T = TypeVar("T")
ATTEMPT_LIFE: Final = timedelta(hours=3)
MINIMUM_SEED_BYTES: Final = 16
DECLINED: Final = "declined"
PAYER_PAGE_URL: Final = "https://pay.example/"


class ProviderFault(StrEnum):
    """What goes wrong with the next call that changes anything."""

    NOT_SENT = "not_sent"
    RESPONSE_LOST = "answer_lost"
    REJECTED = "refused"


class ProviderPayment(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt as the provider sees it."""

    id: str
    reference: str
    amount: Money
    approved: bool = False
    captured: Money | None = None
    declines_left: int = 0
    """How many more captures are declined."""
    refunds: dict[str, RefundObservation] = {}
    """What became of each refund, by our key of it."""

    @property
    def refunded_minor(self) -> int:
        """Sum what went back or is on its way, in minor units."""
        return self._sum_of_refunds(RefundOutcome.DONE, RefundOutcome.PENDING)

    @property
    def refunded(self) -> Money | None:
        """Sum what went back; None where nothing did."""
        done = self._sum_of_refunds(RefundOutcome.DONE)
        return replace(self.amount, minor=done) if done else None

    def _sum_of_refunds(self, *outcomes: RefundOutcome) -> int:
        counted = [refund.amount for refund in self.refunds.values() if refund.outcome in outcomes]
        return sum(amount.minor for amount in counted if amount is not None)


class InMemoryPaymentProvider:
    """Captures and refunds without moving any money."""

    def __init__(self, currencies: frozenset[str] = frozenset({"EUR", "USD"})) -> None:
        self.payments: dict[str, ProviderPayment] = {}
        self.injected_faults: list[ProviderFault] = []
        self.capture_count = 0
        self.refund_outcome = RefundOutcome.DONE
        """What becomes of the next refunds."""
        self._lock = Lock()
        self._currencies = currencies
        self._by_key: dict[str, str] = {}

    def capabilities(self) -> ProviderCapabilities:
        return ProviderCapabilities(
            currencies=self._currencies,
            needs_completion=True,
            can_close=False,
            refunds_are_idempotent=True,
            attempt_life=ATTEMPT_LIFE,
            webhooks_are_retried=True,
        )

    def new_reference(self, seed: bytes) -> str:
        if len(seed) < MINIMUM_SEED_BYTES:
            raise ValueError("a reference needs at least 16 unpredictable bytes")
        return seed.hex()

    def start(self, request: StartRequest) -> Started:
        return self._inject_fault(lambda: self._start(request))

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        return self._inject_fault(lambda: self._complete(attempt, idempotency_key))

    def lookup(self, attempt: AttemptRef) -> Observation:
        return self._observe(attempt, ObservationSource.LOOKUP)

    def close(self, attempt: AttemptRef, idempotency_key: str) -> CloseResult:  # noqa: ARG002 - nothing to close
        return CloseResult.NOT_SUPPORTED

    def refund(self, request: RefundRequest) -> RefundObservation:
        return self._inject_fault(lambda: self._refund(request))

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        known = (payment.refunds.get(refund.idempotency_key) for payment in self.payments.values())
        return next(filter(None, known), RefundObservation(outcome=RefundOutcome.CANNOT_TELL))

    def read_webhook(self, raw: RawWebhook) -> WebhookVerification:
        """Take `{"id": …, "provider_id": …}` as a signal to look; anything else is forged."""
        try:
            signal = msgspec.json.decode(raw.body, type=dict[str, str])
            provider_id, key = signal["provider_id"], signal["id"]
        except (msgspec.DecodeError, msgspec.ValidationError, KeyError):
            return ForgedWebhook(reason="not one of ours")
        seen = Observation(
            outcome=PaymentOutcome.PAID, source=ObservationSource.WEBHOOK, provider_id=provider_id, needs_lookup=True
        )
        return VerifiedWebhook(
            event_key=key,
            event_type="SIGNAL",
            observations=(seen,),
            response=WebhookResponse(status=200),
            response_if_not_stored=WebhookResponse(status=503),
        )

    def approve(self, provider_id: str) -> None:
        self.payments[provider_id] = replace(self.payments[provider_id], approved=True)

    def decline_next_capture(self, provider_id: str) -> None:
        """Let the next capture of an attempt be declined."""
        account = self.payments[provider_id]
        self.payments[provider_id] = replace(account, declines_left=account.declines_left + 1)

    def end_refund(self, provider_refund_id: str, outcome: RefundOutcome) -> None:
        """Let a pending refund come to an end."""
        for payment in self.payments.values():
            for key, refund in payment.refunds.items():
                if refund.provider_refund_id == provider_refund_id:
                    payment.refunds[key] = replace(refund, outcome=outcome)

    def _start(self, request: StartRequest) -> Started:
        if request.idempotency_key not in self._by_key:
            payment = ProviderPayment(
                id=f"P{len(self.payments) + 1}", reference=request.reference, amount=request.amount
            )
            self.payments[payment.id] = payment
            self._by_key[request.idempotency_key] = payment.id
        provider_id = self._by_key[request.idempotency_key]
        return Started(
            provider_id=provider_id, action=Redirect(url=PAYER_PAGE_URL + provider_id), expected=request.amount
        )

    def _complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        payment = self.payments.get(attempt.provider_id or "")
        if payment is not None and payment.captured is None:
            if payment.declines_left and idempotency_key not in self._by_key:
                payment = replace(payment, declines_left=payment.declines_left - 1, approved=False)
                self._by_key[idempotency_key] = DECLINED
            elif payment.approved and self._by_key.get(idempotency_key) != DECLINED:
                self.capture_count += 1
                payment = replace(payment, captured=payment.amount)
            self.payments[payment.id] = payment
        seen = self._observe(attempt, ObservationSource.COMPLETE)
        if payment is None or self._by_key.get(idempotency_key) != DECLINED:
            return seen
        return replace(seen, outcome=PaymentOutcome.PAYER_ACTION, payer_url=PAYER_PAGE_URL + payment.id)

    def _refund(self, request: RefundRequest) -> RefundObservation:
        payment = next(p for p in self.payments.values() if request.capture_id == f"C-{p.id}")
        if request.idempotency_key in payment.refunds:
            return payment.refunds[request.idempotency_key]
        captured = 0 if payment.captured is None else payment.captured.minor
        left = captured - payment.refunded_minor
        if request.amount.minor > left:
            reason = "REFUND_AMOUNT_EXCEEDED" if left else "CAPTURE_FULLY_REFUNDED"
            return RefundObservation(outcome=RefundOutcome.FAILED, reason=reason)
        payment.refunds[request.idempotency_key] = RefundObservation(
            outcome=self.refund_outcome, provider_refund_id=f"R-{request.idempotency_key}", amount=request.amount
        )
        return payment.refunds[request.idempotency_key]

    def _inject_fault(self, call: Callable[[], T]) -> T:
        with self._lock:
            fault = self.injected_faults.pop(0) if self.injected_faults else None
            if fault is ProviderFault.NOT_SENT:
                raise NotSent
            if fault is ProviderFault.REJECTED:
                raise Rejected("REFUSED", RetryAdvice.NEVER)
            result = call()
        if fault is ProviderFault.RESPONSE_LOST:
            raise Ambiguous
        return result

    def _observe(self, attempt: AttemptRef, source: ObservationSource) -> Observation:
        payment = self.payments.get(attempt.provider_id or "")
        if payment is None:
            return Observation(outcome=PaymentOutcome.UNKNOWN, source=source, reference=attempt.reference)
        outcome = PaymentOutcome.WAITING if payment.captured is None else PaymentOutcome.PAID
        if payment.approved and payment.captured is None and source is ObservationSource.LOOKUP:
            outcome = PaymentOutcome.READY
        return Observation(
            outcome=outcome,
            source=source,
            reference=payment.reference,
            provider_id=payment.id,
            paid=payment.captured,
            refunded=payment.refunded,
            capture_id=None if payment.captured is None else f"C-{payment.id}",
        )
