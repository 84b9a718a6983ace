"""What paying needs from outside: the providers. (Storage ports follow below them.)"""

from typing import Protocol

from shop_domain.payments.gateway import (
    AttemptRef,
    Capabilities,
    Closing,
    RawNotification,
    ReadNotification,
    RefundRef,
    RefundRequest,
    Started,
    StartRequest,
)
from shop_domain.payments.observation import Observation, RefundObservation


class PaymentGateway(Protocol):
    """One way to pay. Every method but the first two may raise GatewayError, and nothing else.

    No method may be called while a transaction is open on the calling thread.
    """

    def capabilities(self) -> Capabilities:
        """Tell what this provider can do."""
        ...

    def new_reference(self, seed: bytes) -> str:
        """Make a reference that this provider accepts, out of at least 16 unpredictable bytes."""
        ...

    def start(self, request: StartRequest) -> Started:
        """Announce an attempt, and learn what the payer has to do. Repeatable with the same key."""
        ...

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        """Take the money that the payer approved, where that is ours to do; else look it up."""
        ...

    def lookup(self, attempt: AttemptRef) -> Observation:
        """Ask how an attempt stands; safe at any time."""
        ...

    def close(self, attempt: AttemptRef, idempotency_key: str) -> Closing:
        """Ask that the attempt can't be paid any more."""
        ...


class RefundGateway(Protocol):
    """Giving money back. Every method may raise GatewayError, and nothing else."""

    def refund(self, request: RefundRequest) -> RefundObservation:
        """Give an amount back; repeatable with the same key only where capabilities say so."""
        ...

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        """Ask how a refund stands."""
        ...


class NotificationGateway(Protocol):
    """Messages that a provider sends by itself."""

    def read_notification(self, raw: RawNotification) -> ReadNotification:
        """Verify a webhook and translate what it says; never raises for anything that the sender controls."""
        ...


class Provider(PaymentGateway, RefundGateway, NotificationGateway, Protocol):
    """A payment provider in full."""
