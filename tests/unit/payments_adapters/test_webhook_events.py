"""What PayPal's events tell, and that the unknown ones tell nothing."""

from typing import Any

import pytest

from shop_adapters.payments.paypal.webhook_events import observations_from
from shop_domain.kernel.money import Money
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome, RefundObservation

EUR = {"currency_code": "EUR", "value": "12.10"}
CAPTURE: dict[str, Any] = {
    "id": "C1",
    "status": "COMPLETED",
    "amount": EUR,
    "custom_id": "REF1",
    "supplementary_data": {"related_ids": {"order_id": "O1"}},
    "create_time": "2025-11-23T10:14:58Z",
}


def test_a_capture_is_matched_by_reference_order_and_id():
    (seen,) = observations_from("PAYMENT.CAPTURE.COMPLETED", CAPTURE)
    assert isinstance(seen, Observation)
    assert (seen.outcome, seen.source, seen.needs_lookup) == (PaymentOutcome.PAID, ObservationSource.WEBHOOK, True)
    assert (seen.reference, seen.provider_id, seen.capture_id) == ("REF1", "O1", "C1")
    assert seen.paid == Money(1210, "EUR")
    assert seen.provider_time is not None


def test_a_capture_without_its_order_is_still_matched_by_the_rest():
    (seen,) = observations_from("PAYMENT.CAPTURE.DENIED", {"id": "C1", "custom_id": "REF1"})
    assert isinstance(seen, Observation)
    assert (seen.outcome, seen.provider_id, seen.paid) == (PaymentOutcome.DECLINED, None, None)


def test_a_dispute_is_told_for_each_payment_that_it_is_about():
    dispute = {
        "dispute_id": "PP-1",
        "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "disputed_transactions": [{"seller_transaction_id": "C1"}, {}, {"seller_transaction_id": "C2"}],
    }
    told = observations_from("CUSTOMER.DISPUTE.CREATED", dispute)
    assert [(seen.outcome, seen.capture_id) for seen in told] == [
        (PaymentOutcome.REVERSED, "C1"),
        (PaymentOutcome.REVERSED, "C2"),
    ]
    assert "PP-1" in told[0].reason


def test_a_refund_made_elsewhere_keeps_its_own_key_or_none():
    up = {"rel": "up", "href": "https://api.paypal.com/v2/payments/captures/C1"}
    (seen,) = observations_from(
        "PAYMENT.CAPTURE.REFUNDED", {"id": "R1", "status": "COMPLETED", "amount": EUR, "links": [up]}
    )
    assert isinstance(seen, RefundObservation)
    assert (seen.provider_refund_id, seen.capture_id, seen.refund_key) == ("R1", "C1", None)


@pytest.mark.parametrize(
    ("event_type", "resource"),
    [
        ("PAYMENT.SALE.COMPLETED", CAPTURE),
        ("SOMETHING.NEW", {}),
        ("CUSTOMER.DISPUTE.RESOLVED", {}),
        ("PAYMENT.CAPTURE.COMPLETED", None),
        ("PAYMENT.CAPTURE.COMPLETED", []),
        ("PAYMENT.CAPTURE.COMPLETED", {"id": 1}),
        ("PAYMENT.CAPTURE.COMPLETED", {**CAPTURE, "amount": None}),
        ("PAYMENT.CAPTURE.COMPLETED", {**CAPTURE, "amount": {"currency_code": "EUR", "value": "12.105"}}),
        ("PAYMENT.CAPTURE.REFUNDED", {"id": "R1"}),
        ("CHECKOUT.ORDER.APPROVED", {"status": "APPROVED"}),
        ("CHECKOUT.ORDER.COMPLETED", {"id": "O1", "status": "COMPLETED"}),
        ("CHECKOUT.PAYMENT-APPROVAL.REVERSED", {}),
    ],
)
def test_what_is_unknown_or_unreadable_tells_nothing(event_type: str, resource: object):
    assert observations_from(event_type, resource) == ()


@pytest.mark.parametrize("time", ["yesterday", "2025-11-23T10:14:58", ""])
def test_a_time_that_can_not_be_read_is_left_out(time: str):
    (seen,) = observations_from("PAYMENT.CAPTURE.COMPLETED", {**CAPTURE, "create_time": time})
    assert isinstance(seen, Observation)
    assert seen.provider_time is None
