"""What we send is what PayPal's published API descriptions allow."""

import msgspec
import pytest

from tests.contract.payments.gateway_driver import PayPalDriver, raw
from tests.contract.simulators import published_schemas as published
from tests.contract.simulators.webhook_inbox import WebhookInbox

OPERATIONS = {
    "orders.create": "/v2/checkout/orders",
    "orders.capture": "/v2/checkout/orders/*",
    "captures.refund": "/v2/payments/captures/*",
    "verify-webhook-signature.post": "/v1/notifications/verify-webhook-signature",
}
pytestmark = pytest.mark.skipif(
    not published.AVAILABLE, reason="PayPal's API descriptions are not at hand: set SHOP_PAYPAL_SCHEMAS to their folder"
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_request_is_as_described(driver: PayPalDriver, inbox: WebhookInbox, operation: str):
    driver.gateway.refund(driver.refund_of(driver.paid(), 500, "refund-1"))
    driver.paypal.drain_webhooks()
    driver.gateway.read_webhook(raw(inbox.received[0].headers, inbox.received[0].body))
    sent = driver.paypal.requests(method="POST", path=OPERATIONS[operation])
    assert sent
    for entry in sent:
        errors = published.request_errors(operation, msgspec.json.decode(entry["body"]))
        # The description wants a signature to start with a letter or digit, which base64 does not promise.
        assert [error for error in errors if not error.startswith("$.transmission_sig")] == []


def test_the_descriptions_would_object(driver: PayPalDriver):
    driver.gateway.start(driver.request())
    (sent,) = driver.paypal.requests(method="POST", path="/v2/checkout/orders")
    for spoiled in (b'"12.10"', b'"CAPTURE"', b'"EUR"'):
        body = msgspec.json.decode(sent["body"].encode().replace(spoiled, b"12"))
        assert published.request_errors("orders.create", body)
