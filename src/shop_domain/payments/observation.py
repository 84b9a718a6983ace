"""What a provider reports about one attempt to pay, translated to the shop's terms."""

from datetime import datetime
from enum import StrEnum

import msgspec

from shop_domain.kernel.money import Money


class PaymentOutcome(StrEnum):
    """What happened at the provider."""

    WAITING = "waiting"
    """The payer has not finished."""
    READY = "ready"
    """The payer approved; the money moves when we complete."""
    PAYER_ACTION = "payer_action"
    """The payer must go back and choose another way to fund it."""
    PENDING_FUNDS = "pending_funds"
    """Accepted, but the money is not there yet."""
    PAID = "paid"
    DECLINED = "declined"
    """Final: this attempt can't be paid any more."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REVERSED = "reversed"
    """Paid once, and taken back by the provider or a dispute."""
    UNKNOWN = "unknown"
    """The provider knows nothing of it: not yet or, past the attempt's life, not any more."""


class ObservationSource(StrEnum):
    """How the shop learnt of it."""

    START = "start"
    COMPLETE = "complete"
    LOOKUP = "lookup"
    WEBHOOK = "notification"


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One report about one attempt."""

    outcome: PaymentOutcome
    source: ObservationSource
    reference: str | None = None
    """Our reference as the provider repeats it."""
    provider_id: str | None = None
    """The provider's id of the attempt (PayPal's order id)."""
    paid: Money | None = None
    """What was captured, as the provider states it; with PAID always given."""
    refunded: Money | None = None
    capture_id: str | None = None
    payee: str | None = None
    """Who received the money, where the provider says so."""
    raw_status: str = ""
    reason: str = ""
    """A short text for staff, never for the payer."""
    payer_url: str | None = None
    """Where to send the payer, with PAYER_ACTION; None means where they were sent at the start."""
    provider_time: datetime | None = None
    needs_lookup: bool = False
    """True where it is only a signal: complete or look up before PAID or READY is acted on."""
    evidence: bytes = b""
    """What was exchanged, as JSON with secrets and the payer's personal data masked."""


class RefundOutcome(StrEnum):
    """What happened to a refund at the provider."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"
    CANNOT_TELL = "cannot_tell"


class RefundObservation(msgspec.Struct, frozen=True, kw_only=True):
    """One report about one refund."""

    outcome: RefundOutcome
    provider_refund_id: str | None = None
    capture_id: str | None = None
    refund_key: str | None = None
    """Our key of the refund, where the provider repeats it."""
    amount: Money | None = None
    reason: str = ""
    evidence: bytes = b""
    """What was exchanged, as JSON with secrets masked."""
