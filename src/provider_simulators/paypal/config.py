"""How a PayPal simulator is set up, and the behavior that a test chooses while it runs."""

from typing import Literal

import msgspec

from provider_simulators.clock import Pace

CURRENCIES = (
    *("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR"),
    *("JPY", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD"),
)
ZERO_DECIMAL_CURRENCIES = frozenset({"HUF", "JPY", "TWD"})


class Behavior(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be turned at any moment; a reset puts back the configured ones."""

    capture_outcome: str = "by_amount"
    """`by_amount` (the cents decide), COMPLETED, PENDING, DECLINED, FAILED, or the code of a refusal."""
    capture_reason: str = "PENDING_REVIEW"
    pending_ends: Literal["COMPLETED", "DENIED"] = "COMPLETED"
    pending_for_s: float | None = 60
    """Virtual seconds until a pending capture or refund is settled; null waits for the control API."""
    capture_value: str | None = None
    """Capture another amount than the order's."""
    capture_currency: str | None = None
    capture_payee: str | None = None
    """Pay another merchant."""
    refund_outcome: str = "COMPLETED"
    """COMPLETED, PENDING, FAILED, CANCELLED, or the code of a refusal."""
    refund_pending_ends: Literal["COMPLETED", "FAILED"] = "COMPLETED"
    refund_days: int = 180
    max_refunds: int | None = None
    block_duplicate_invoices: bool = False
    max_capture_attempts: int = 10
    payer_window_s: float = 10_800
    capture_window_s: float = 10_800
    expired_orders: Literal["404", "VOIDED"] = "404"
    token_life_s: int = 32_400
    unauthorized_shape: Literal["api", "invalid_token"] = "api"
    decimals_issue: Literal["DECIMALS_NOT_SUPPORTED", "DECIMAL_PRECISION"] = "DECIMALS_NOT_SUPPORTED"
    other_body: Literal["ignore", "error"] = "ignore"
    """What a known PayPal-Request-Id with another body gives."""
    parallel: Literal["409", "422"] = "409"
    """What a request gets that meets its own work under way."""
    order_completed_event: bool = False
    webhooks_first: bool = False
    """Send webhooks before answering the call that caused them."""


class PayPalConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who the merchant is, where the simulator is found, and what a run starts from."""

    base_url: str = "http://127.0.0.1:8081"
    """Where the shop reaches it; a path in it is the prefix under which it is mounted."""
    browser_url: str | None = None
    """Where the payer's browser reaches it, if elsewhere."""
    client_id: str = "sim-client"
    client_secret: str = "sim-secret"  # noqa: S105  opens a simulator only
    merchant_id: str = "SHQPMERCHANT2"
    webhook_id: str = "SIMPAYPALWEBHOOK1"
    notify_url: str | None = None
    """Registered at start under `webhook_id`, for all events."""
    seed: int = 1
    clock: Pace = "running"
    currencies: tuple[str, ...] = CURRENCIES
    error_texts_dir: str | None = None
    """A folder with PayPal's published API descriptions: error texts are then taken from there."""
    behavior: Behavior = Behavior()
