"""Requests to payment providers, their answers, and how calls may fail."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

import msgspec

from shop_domain.kernel.money import Money
from shop_domain.payments.observation import Observation, RefundObservation


class Redirect(msgspec.Struct, frozen=True, kw_only=True, tag="redirect"):
    """Send the payer's browser to a page."""

    url: str


class FormPost(msgspec.Struct, frozen=True, kw_only=True, tag="form_post"):
    """Let the payer's browser post a form."""

    url: str
    fields: Mapping[str, str]


class ShowQr(msgspec.Struct, frozen=True, kw_only=True, tag="qr_code"):
    """Let the payer scan a code, or open a page instead."""

    url: str
    content: str
    image_url: str | None = None
    app_url: str | None = None


NextAction: TypeAlias = Redirect | FormPost | ShowQr


class ProviderCapabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider can do; it says so, and is never told by its name."""

    currencies: frozenset[str]
    needs_completion: bool
    """True where nobody is charged until we complete."""
    can_close: bool
    refunds_are_idempotent: bool
    attempt_life: timedelta
    webhooks_are_retried: bool
    smallest_minor: int = 1
    largest_minor: int | None = None


class StartRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a provider needs to start an attempt; all keys were stored before."""

    reference: str
    idempotency_key: str
    amount: Money
    description: str
    order_number: str
    return_url: str
    cancel_url: str
    webhook_url: str
    expires_at: datetime
    language: str = "en"


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """The provider is ready for the payer."""

    provider_id: str | None
    action: NextAction
    expected: Money
    """What the provider will confirm when it is paid."""
    payee: str | None = None
    """Who will receive the money, where the provider says so; a capture for another payee is reviewed."""
    evidence: bytes = b""
    """What was exchanged, as JSON with secrets masked."""


class AttemptRef(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt is identified to its provider."""

    reference: str
    provider_id: str | None
    capture_id: str | None = None
    """A capture that a webhook named, to be looked up where the attempt shows none."""


class CloseResult(StrEnum):
    """The result of asking a provider to close an attempt."""

    CLOSED = "closed"
    REQUESTED = "requested"
    NOT_POSSIBLE = "not_possible"
    NOT_SUPPORTED = "not_supported"


class RefundRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A refund to send; the key was stored before."""

    idempotency_key: str
    reference: str
    capture_id: str
    amount: Money
    captured: Money
    already_refunded: Money
    reason: str


class RefundRef(msgspec.Struct, frozen=True, kw_only=True):
    """How a refund is identified to its provider."""

    idempotency_key: str
    provider_refund_id: str | None
    capture_id: str


class RawWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook exactly as it came in."""

    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class WebhookResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The response that a provider expects to its webhook."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"


class VerifiedWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A genuine webhook: what it says, and the key by which it is stored once."""

    event_key: str
    event_type: str
    observations: tuple[Observation, ...]
    refunds: tuple[RefundObservation, ...] = ()
    response: WebhookResponse
    """The answer once the event is stored."""
    response_if_not_stored: WebhookResponse
    """The answer where we could not store it."""


class ForgedWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook that the provider did not send, or that was changed on its way."""

    reason: str


class UnverifiableWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook that can't be verified now; the provider shall send it again."""

    reason: str


WebhookVerification: TypeAlias = VerifiedWebhook | ForgedWebhook | UnverifiableWebhook


class RetryAdvice(StrEnum):
    """What may be done after a provider refused."""

    SAME = "same"
    NEW_ATTEMPT = "new_attempt"
    NEVER = "never"


class GatewayError(Exception):
    """Why a provider gave no result. Never shown to a client as it is."""

    evidence: bytes = b""
    """What was exchanged until then, as JSON with secrets masked."""


class Rejected(GatewayError):
    """The provider refused, and nothing happened."""

    def __init__(self, code: str, retry: RetryAdvice) -> None:
        """Keep the provider's code for staff."""
        super().__init__(code)
        self.code = code
        self.retry = retry


class NotSent(GatewayError):
    """Nothing left this machine; the call may be repeated with the same key."""


class Ambiguous(GatewayError):
    """It was sent, and no usable answer came: it may or may not have happened."""


CAPTURE_OF_ANOTHER = "the provider names a capture that is another attempt's"
"""Each capture belongs to one attempt: such an answer changes nothing."""


class Throttled(GatewayError):
    """The provider, or our own cap on calls to it, asks us to wait."""

    def __init__(self, retry_after: int | None = None) -> None:
        """Keep the pause that was asked for, in seconds."""
        super().__init__("throttled")
        self.retry_after = retry_after


class Misconfigured(GatewayError):
    """Credentials, keys or clocks are wrong: a person has to act."""
