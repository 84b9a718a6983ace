"""What we send is what PayPal's published API descriptions allow."""

import msgspec
import pytest

from tests.contract.payments.desk import Desk, raw
from tests.contract.simulators import published
from tests.contract.simulators.shop_inbox import Inbox

OPERATIONS = {
    "orders.create": "/v2/checkout/orders",
    "orders.capture": "/v2/checkout/orders/*",
    "captures.refund": "/v2/payments/captures/*",
    "verify-webhook-signature.post": "/v1/notifications/verify-webhook-signature",
}
pytestmark = pytest.mark.skipif(
    not published.AT_HAND, reason="PayPal's API descriptions are not at hand: set SHOP_PAYPAL_SCHEMAS to their folder"
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_request_is_as_described(desk: Desk, inbox: Inbox, operation: str):
    desk.gateway.refund(desk.refund_of(desk.paid(), 500, "refund-1"))
    desk.paypal.settle_webhooks()
    desk.gateway.read_notification(raw(inbox.received[0].headers, inbox.received[0].body))
    sent = desk.paypal.requests(method="POST", path=OPERATIONS[operation])
    assert sent
    for entry in sent:
        errors = published.request_errors(operation, msgspec.json.decode(entry["body"]))
        # The description wants a signature to start with a letter or digit, which base64 does not promise.
        assert [error for error in errors if not error.startswith("$.transmission_sig")] == []


def test_the_descriptions_would_object(desk: Desk):
    desk.gateway.start(desk.request())
    (sent,) = desk.paypal.requests(method="POST", path="/v2/checkout/orders")
    for spoiled in (b'"12.10"', b'"CAPTURE"', b'"EUR"'):
        body = msgspec.json.decode(sent["body"].encode().replace(spoiled, b"12"))
        assert published.request_errors("orders.create", body)
