"""A payment provider in memory, with its own record of payments: for dry runs, simulations and properties.

It keeps the promises of a real one: keys make calls repeatable, an attempt is captured once, money goes back at most
once for each key. What the payer does, and what goes wrong on the way, is told from outside.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
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
    refunds: dict[str, Money] = {}

    @property
    def refunded_minor(self) -> int:
        """Sum what went back, in minor units."""
        return sum(money.minor for money in self.refunds.values())


class InMemoryPaymentProvider:
    """Takes money that nobody has."""

    def __init__(self, currencies: frozenset[str] = frozenset({"EUR", "USD"})) -> None:
        """Open an empty book."""
        self.payments: dict[str, ProviderPayment] = {}
        self.injected_faults: list[ProviderFault] = []
        self.capture_count = 0
        self._currencies = currencies
        self._by_key: dict[str, str] = {}

    def capabilities(self) -> ProviderCapabilities:
        """Tell that nobody is charged before we complete, and that refunds may be repeated."""
        return ProviderCapabilities(
            currencies=self._currencies,
            needs_completion=True,
            can_close=False,
            refunds_are_idempotent=True,
            attempt_life=ATTEMPT_LIFE,
            webhooks_are_retried=True,
        )

    def new_reference(self, seed: bytes) -> str:
        """Write the seed in hexadecimal."""
        return seed.hex()

    def start(self, request: StartRequest) -> Started:
        """Open an attempt, once a key."""
        return self._inject_fault(lambda: self._start(request))

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        """Capture an approved attempt, once a key."""
        return self._inject_fault(lambda: self._complete(attempt, idempotency_key))

    def lookup(self, attempt: AttemptRef) -> Observation:
        """Tell how an attempt stands."""
        account = self.payments.get(attempt.provider_id or "")
        if account is None:
            return Observation(
                outcome=PaymentOutcome.UNKNOWN, source=ObservationSource.LOOKUP, reference=attempt.reference
            )
        return _observe(account, ObservationSource.LOOKUP)

    def close(self, attempt: AttemptRef, idempotency_key: str) -> CloseResult:  # noqa: ARG002 - nothing to close
        """Leave it to expire."""
        return CloseResult.NOT_SUPPORTED

    def refund(self, request: RefundRequest) -> RefundObservation:
        """Give money back, once a key."""
        return self._inject_fault(lambda: self._refund(request))

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        """Tell whether a refund went through."""
        done = any(refund.idempotency_key in account.refunds for account in self.payments.values())
        return RefundObservation(outcome=RefundOutcome.DONE if done else RefundOutcome.CANNOT_TELL)

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
        """Let the payer agree to pay."""
        self.payments[provider_id] = replace(self.payments[provider_id], approved=True)

    def decline_next_capture(self, provider_id: str) -> None:
        """Let the next capture of an attempt be declined."""
        account = self.payments[provider_id]
        self.payments[provider_id] = replace(account, declines_left=account.declines_left + 1)

    def _start(self, request: StartRequest) -> Started:
        if request.idempotency_key not in self._by_key:
            account = ProviderPayment(
                id=f"P{len(self.payments) + 1}", reference=request.reference, amount=request.amount
            )
            self.payments[account.id] = account
            self._by_key[request.idempotency_key] = account.id
        provider_id = self._by_key[request.idempotency_key]
        return Started(
            provider_id=provider_id, action=Redirect(url=PAYER_PAGE_URL + provider_id), expected=request.amount
        )

    def _complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        account = self.payments[attempt.provider_id or ""]
        if account.captured is None and account.declines_left and idempotency_key not in self._by_key:
            account = replace(account, declines_left=account.declines_left - 1, approved=False)
            self.payments[account.id] = account
            self._by_key[idempotency_key] = "declined"
        if self._by_key.get(idempotency_key) == "declined":
            return replace(
                _observe(account, ObservationSource.COMPLETE),
                outcome=PaymentOutcome.PAYER_ACTION,
                payer_url=PAYER_PAGE_URL + account.id,
            )
        if account.approved and account.captured is None:
            self.capture_count += 1
            account = replace(account, captured=account.amount)
            self.payments[account.id] = account
        return _observe(account, ObservationSource.COMPLETE)

    def _refund(self, request: RefundRequest) -> RefundObservation:
        account = next(a for a in self.payments.values() if request.capture_id == f"C-{a.id}")
        if request.idempotency_key not in account.refunds:
            captured = 0 if account.captured is None else account.captured.minor
            if account.refunded_minor + request.amount.minor > captured:
                raise Rejected("REFUND_AMOUNT_EXCEEDED", RetryAdvice.NEVER)
            refunds = {**account.refunds, request.idempotency_key: request.amount}
            self.payments[account.id] = replace(account, refunds=refunds)
        return RefundObservation(
            outcome=RefundOutcome.DONE, provider_refund_id=f"R-{request.idempotency_key}", amount=request.amount
        )

    def _inject_fault(self, call: Callable[[], T]) -> T:
        fault = self.injected_faults.pop(0) if self.injected_faults else None
        if fault is ProviderFault.NOT_SENT:
            raise NotSent
        if fault is ProviderFault.REJECTED:
            raise Rejected("REFUSED", RetryAdvice.NEVER)
        result = call()
        if fault is ProviderFault.RESPONSE_LOST:
            raise Ambiguous
        return result


def _observe(payment: ProviderPayment, source: ObservationSource) -> Observation:
    if payment.captured is not None:
        outcome = PaymentOutcome.PAID
    else:
        outcome = (
            PaymentOutcome.READY if payment.approved and source is ObservationSource.LOOKUP else PaymentOutcome.WAITING
        )
    return Observation(
        outcome=outcome,
        source=source,
        reference=payment.reference,
        provider_id=payment.id,
        paid=payment.captured,
        capture_id=None if payment.captured is None else f"C-{payment.id}",
    )
