"""Attempts to pay, refunds, webhooks, and the log of exchanges with providers."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

import msgspec

from shop_domain.kernel.money import Money
from shop_domain.orders.model import OrderId
from shop_domain.payments.gateway import NextAction
from shop_domain.payments.observation import Observation, RefundObservation

PaymentId = NewType("PaymentId", UUID)
RefundId = NewType("RefundId", UUID)
MAX_REASON_LENGTH: Final = 500
"""Of a payment's reason, as it is stored."""


class Method(StrEnum):
    """A way to pay that a client can choose."""

    PAYPAL = "PAYPAL"
    CAIXA = "CAIXA"
    BIZUM = "BIZUM"
    BINANCE_PAY = "BINANCE_PAY"
    MANUAL = "MANUAL"


class PaymentState(StrEnum):
    """The state of an attempt, as precisely as the shop needs it."""

    STARTING = "STARTING"
    AWAITING_PAYER = "AWAITING_PAYER"
    COMPLETING = "COMPLETING"
    PENDING_FUNDS = "PENDING_FUNDS"
    PAID = "PAID"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    REVIEW = "REVIEW"


class PaymentStatus(StrEnum):
    """Where an attempt stands, as clients see it."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    REVIEW = "REVIEW"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    REFUNDED = "REFUNDED"


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to pay one order with one method."""

    id: PaymentId
    order_id: OrderId
    method: Method
    state: PaymentState
    amount: Money
    """What the order costs."""
    expected: Money
    """What the provider must confirm; the amount, unless the provider charges in something else."""
    payee: str | None = None
    reference: str
    """What the provider sees of us; stored before the provider is called."""
    provider_id: str | None = None
    action: NextAction | None = None
    completion: int = 1
    """Counts the completions: after a decline that another funding may overcome, the next one has a new key."""
    captured: Money | None = None
    capture_id: str | None = None
    refunded: Money
    reversed_at: datetime | None = None
    reason: str = ""
    """For staff."""
    request_id: UUID | None = None
    """The client's request that made it, so that a repeat finds it."""
    expires_at: datetime
    busy_until: datetime | None = None
    """Until then a caller has claimed it, to complete it."""
    next_check_at: datetime
    checks: int = 0
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def is_being_completed(self) -> bool:
        """Tell whether it is being completed at its provider."""
        return self.state is PaymentState.COMPLETING and self.busy_until is not None

    @property
    def awaits_new_funding(self) -> bool:
        """Tell whether a payer who was declined has yet to choose another funding."""
        return self.state is PaymentState.AWAITING_PAYER and self.completion > 1

    @property
    def start_key(self) -> str:
        """Give the idempotency key of the start of this attempt."""
        return f"{self.id}-create"

    @property
    def completion_key(self) -> str:
        """Give the idempotency key of the present completion."""
        return f"{self.id}-capture-{self.completion}"


class RefundState(StrEnum):
    """The state of a refund."""

    REQUESTED = "REQUESTED"
    SENDING = "SENDING"
    PENDING = "PENDING"
    UNKNOWN = "UNKNOWN"
    DONE = "DONE"
    FAILED = "FAILED"


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """Money to refund, once; its id is the idempotency key at the provider."""

    id: RefundId
    payment_id: PaymentId
    amount: Money
    state: RefundState
    automatic: bool
    """Requested by a rule of the shop; an attempt has at most one of these."""
    reason: str
    provider_refund_id: str | None = None
    tries: int = 0
    next_try_at: datetime
    created_at: datetime
    updated_at: datetime


class ProviderLogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What was exchanged with a provider about one attempt, with secrets masked; append-only."""

    payment_id: PaymentId
    source: str
    outcome: str
    state: PaymentState
    """The attempt's state after it."""
    body: str
    at: datetime


class WebhookEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A genuine webhook, stored once by its key until it has taken effect."""

    method: Method
    event_key: str
    event_type: str
    body: bytes
    """As it came in."""
    content: bytes
    """What it says, as the JSON of a WebhookContent: it was verified once and is not read again."""
    received_at: datetime


class WebhookContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a webhook says."""

    observations: tuple[Observation, ...]
    refunds: tuple[RefundObservation, ...] = ()
