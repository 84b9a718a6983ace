"""What payments need from outside: providers, and storage for attempts, refunds, webhooks and the provider log."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from shop_domain.orders.model import Order, OrderId
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
from shop_domain.payments.model import Method, Payment, PaymentId, ProviderLogEntry, Refund, RefundId, WebhookEvent
from shop_domain.payments.observation import Observation, RefundObservation


class PaymentGateway(Protocol):
    """One way to pay. Every method but the first two may raise GatewayError, and nothing else.

    No method may be called while a transaction is open on the calling thread.
    """

    def capabilities(self) -> ProviderCapabilities:
        """Tell what this provider can do."""
        ...

    def new_reference(self, seed: bytes) -> str:
        """Make a reference that this provider accepts, out of at least 16 unpredictable bytes."""
        ...

    def start(self, request: StartRequest) -> Started:
        """Start an attempt, and learn what the payer has to do. Repeatable with the same key."""
        ...

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        """Capture the money that the payer approved, where the shop has to do so; else look it up."""
        ...

    def lookup(self, attempt: AttemptRef) -> Observation:
        """Look up an attempt; safe at any time."""
        ...

    def close(self, attempt: AttemptRef, idempotency_key: str) -> CloseResult:
        """Ask the provider to close the attempt, so that it can't be paid any more."""
        ...


class RefundGateway(Protocol):
    """Refunds. Every method may raise GatewayError, and nothing else."""

    def refund(self, request: RefundRequest) -> RefundObservation:
        """Refund an amount; repeatable with the same key only where capabilities say so."""
        ...

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        """Look up a refund."""
        ...


class WebhookGateway(Protocol):
    """Webhooks of a provider."""

    def read_webhook(self, raw: RawWebhook) -> WebhookVerification:
        """Verify a webhook and translate what it says; never raises for anything that the sender controls."""
        ...


class PaymentProvider(PaymentGateway, RefundGateway, WebhookGateway, Protocol):
    """A payment provider in full."""


class PaymentRepository(Protocol):
    """Attempts to pay, changed under the lock of their order."""

    def add(self, payment: Payment) -> None:
        """Store a new attempt with all its keys."""
        ...

    def lock_with_order(self, payment_id: PaymentId) -> tuple[Payment, Order]:
        """Read an attempt and its order and lock both; raise PaymentNotFound."""
        ...

    def save(self, payment: Payment) -> Payment:
        """Store the attempt at its next version.

        Raises ConcurrentUpdate if it moved on, or Ambiguous where its capture is another attempt's.
        """
        ...

    def log(self, entry: ProviderLogEntry) -> None:
        """Keep what was exchanged with a provider."""
        ...


class CompletionClaims(Protocol):
    """Claims to complete an attempt: one at a time.

    A claim is one conditional statement: it turns AWAITING_PAYER into COMPLETING, or takes over a COMPLETING whose
    claim has ended; it gives None where `claimed` in lifecycle.py does.
    """

    def claim(self, payment_id: PaymentId, now: datetime, busy_until: datetime) -> Payment | None:
        """Claim this attempt."""
        ...

    def claim_by_provider_id(
        self, method: Method, provider_id: str, now: datetime, busy_until: datetime
    ) -> Payment | None:
        """Claim the attempt that the provider knows by this id."""
        ...


class PaymentReader(Protocol):
    """Attempts to pay, looked up."""

    def by_id(self, payment_id: PaymentId) -> tuple[Payment, Order] | None:
        """Find an attempt and its order."""
        ...

    def by_provider_id(self, method: Method, provider_id: str) -> tuple[Payment, Order] | None:
        """Find an attempt by the provider's id of it."""
        ...

    def by_reference(self, reference: str) -> tuple[Payment, Order] | None:
        """Find an attempt by our reference."""
        ...

    def by_request_id(self, request_id: UUID) -> tuple[Payment, Order] | None:
        """Find the attempt that a client's request made."""
        ...

    def by_capture_id(self, capture_id: str) -> tuple[Payment, Order] | None:
        """Find an attempt by the provider's id of the money."""
        ...


class DuePayments(Protocol):
    """Payments and refunds that are due."""

    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List attempts that were not paid in time."""
        ...

    def due_for_check(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List open attempts whose next check is due."""
        ...

    def current_of_order(self, order_id: OrderId) -> PaymentId | None:
        """Find the attempt that an order's money depends on: see current_attempt.py."""
        ...

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        """List refunds to be sent or looked up."""
        ...


class RefundRepository(Protocol):
    """Refunds."""

    def add(self, refund: Refund) -> bool:
        """Store a new refund; False where the attempt has an automatic one already."""
        ...

    def payment_id_of(self, refund_id: RefundId) -> PaymentId:
        """Tell which attempt a refund belongs to; raise PaymentNotFound."""
        ...

    def lock(self, refund_id: RefundId) -> Refund:
        """Read a refund and lock it; its attempt is locked before."""
        ...

    def by_provider_refund_id(self, provider_refund_id: str) -> RefundId | None:
        """Find a refund by the provider's id of it."""
        ...

    def save(self, refund: Refund) -> None:
        """Store a refund under its lock."""
        ...


class WebhookInbox(Protocol):
    """Webhooks, each stored once."""

    def store(self, notification: WebhookEvent) -> bool:
        """Store a genuine webhook; False where it was stored before. It is due again in half a minute."""
        ...

    def due(self, now: datetime, limit: int) -> tuple[WebhookEvent, ...]:
        """List those that have not taken effect and are due."""
        ...

    def postpone(self, method: Method, event_key: str, until: datetime) -> None:
        """Set when one is processed again."""
        ...

    def mark_processed(self, method: Method, event_key: str, at: datetime) -> None:
        """Record that one has taken effect."""
        ...

    def log_rejected(self, method: Method, reason: str, at: datetime) -> None:
        """Log that a forged one was rejected."""
        ...
