"""Questions to a provider, as small as they can be."""

from datetime import UTC, datetime

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import AttemptRef, RawWebhook, RefundRequest, StartRequest

NOW = datetime(2025, 11, 23, tzinfo=UTC)
ATTEMPT = AttemptRef(reference="R", provider_id="O1")
START = StartRequest(
    reference="R",
    idempotency_key="k",
    amount=Money(1, "EUR"),
    description="d",
    order_number="1",
    return_url="https://shop.example/r",
    cancel_url="https://shop.example/c",
    webhook_url="https://shop.example/n",
    expires_at=NOW,
)
REFUND = RefundRequest(
    idempotency_key="k",
    reference="R",
    capture_id="C",
    amount=Money(1, "EUR"),
    captured=Money(1, "EUR"),
    already_refunded=Money(0, "EUR"),
    reason="",
)
NOTIFICATION = RawWebhook(headers={}, body=b"{}")
