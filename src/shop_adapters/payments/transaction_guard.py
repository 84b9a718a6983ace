"""A provider that refuses to be called while a transaction is open on the calling thread.

A call takes seconds where a transaction should take milliseconds, and its locks would be held all that time.
"""

from collections.abc import Callable

from shop_domain.payments.gateway import (
    AttemptRef,
    CloseResult,
    ProviderCapabilities,
    RawWebhook,
    RefundRef,
    RefundRequest,
    Started,
    StartRequest,
    WebhookVerification,
)
from shop_domain.payments.observation import Observation, RefundObservation
from shop_domain.payments.ports import PaymentProvider


class TransactionGuard:
    """Passes every call on, after making sure that no transaction is open; a call inside one is a bug."""

    def __init__(self, provider: PaymentProvider, in_transaction: Callable[[], bool]) -> None:
        self._provider = provider
        self._in_transaction = in_transaction

    def capabilities(self) -> ProviderCapabilities:
        return self._provider.capabilities()

    def new_reference(self, seed: bytes) -> str:
        return self._provider.new_reference(seed)

    def start(self, request: StartRequest) -> Started:
        return self._provider_outside_transaction().start(request)

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        return self._provider_outside_transaction().complete(attempt, idempotency_key)

    def lookup(self, attempt: AttemptRef) -> Observation:
        return self._provider_outside_transaction().lookup(attempt)

    def close(self, attempt: AttemptRef, idempotency_key: str) -> CloseResult:
        return self._provider_outside_transaction().close(attempt, idempotency_key)

    def refund(self, request: RefundRequest) -> RefundObservation:
        return self._provider_outside_transaction().refund(request)

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        return self._provider_outside_transaction().lookup_refund(refund)

    def read_webhook(self, raw: RawWebhook) -> WebhookVerification:
        return self._provider_outside_transaction().read_webhook(raw)

    def _provider_outside_transaction(self) -> PaymentProvider:
        """Return the provider; raise ValueError inside a transaction."""
        if self._in_transaction():
            raise ValueError("a payment provider must not be called inside a transaction")
        return self._provider
