"""A claim is one statement of the storage, and does what `claimed` in payments/lifecycle.py decides."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from shop_domain.payments.lifecycle import claimed, is_due, is_expired
from shop_domain.payments.model import Method, PaymentState
from tests.builders import NOW

BEFORE, AFTER, UNTIL = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1), NOW + timedelta(seconds=25)
CASES = [
    *(({"state": state, "busy_until": None}) for state in PaymentState),
    *({"state": PaymentState.AWAITING_PAYER, "expires_at": at} for at in (BEFORE, NOW, AFTER)),
    *({"state": PaymentState.COMPLETING, "busy_until": at} for at in (BEFORE, NOW, AFTER)),
    *({"state": PaymentState.PENDING_FUNDS, "next_check_at": at} for at in (BEFORE, NOW, AFTER)),
]


@pytest.fixture
def payment(driver, mug):
    return driver.start(driver.fill_cart(mug)).payment


def stored(store, payment_id):
    with store.read() as tx:
        return tx.payment_reader.by_id(payment_id)[0]


@pytest.mark.parametrize("given", CASES, ids=str)
@pytest.mark.parametrize("by_provider_id", [False, True])
def test_every_storage_does_what_the_decision_says(store, payment, given, by_provider_id):
    with store.begin() as tx:
        tx.payments.save(replace(payment, **given))
    before = stored(store, payment.id)

    with store.read() as tx:
        assert (payment.id in tx.due_payments.due_for_check(NOW, 9)) == is_due(before, NOW)
        assert (payment.id in tx.due_payments.expired(NOW, 9)) == is_expired(before, NOW)
        assert tx.due_payments.current_of_order(before.order_id) == payment.id
    with store.begin() as tx:
        claim = (
            tx.completion_claims.claim_by_provider_id(Method.PAYPAL, str(payment.provider_id), NOW, UNTIL)
            if by_provider_id
            else tx.completion_claims.claim(payment.id, NOW, UNTIL)
        )

    decided = claimed(before, UNTIL, NOW)
    assert claim == (None if decided is None else replace(decided, version=before.version + 1))
    assert stored(store, payment.id) == (claim or before)
