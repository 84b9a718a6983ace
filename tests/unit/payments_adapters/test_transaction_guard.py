"""A provider is never called inside a transaction."""

import pytest

from shop_adapters.payments.http_client.resilient_client import RetryPolicy
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.gateway import PayPalGateway
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.payments.gateway import CloseResult, ForgedWebhook, NotSent, RefundRef
from shop_domain.payments.ports import PaymentProvider
from tests.unit.payments_adapters.sample_requests import ATTEMPT, NOTIFICATION, REFUND, START

CALLS = {
    "start": lambda provider: provider.start(START),
    "complete": lambda provider: provider.complete(ATTEMPT, "k"),
    "lookup": lambda provider: provider.lookup(ATTEMPT),
    "refund": lambda provider: provider.refund(REFUND),
    "lookup_refund": lambda provider: provider.lookup_refund(
        RefundRef(idempotency_key="k", provider_refund_id="R1", capture_id="C")
    ),
    "close": lambda provider: provider.close(ATTEMPT, "k"),
    "read_webhook": lambda provider: provider.read_webhook(NOTIFICATION),
}


def unreachable() -> PaymentProvider:
    account = PayPalAccount(
        base_url="http://127.0.0.1:1", client_id="c", client_secret="s", webhook_id=None, brand_name="Shop"
    )
    return PayPalGateway(account, retry_policy=RetryPolicy(retries=0))


@pytest.mark.parametrize("call", CALLS)
def test_inside_a_transaction_every_call_is_a_bug(call: str):
    with pytest.raises(ValueError, match="inside a transaction"):
        CALLS[call](TransactionGuard(unreachable(), lambda: True))


@pytest.mark.parametrize("call", ["start", "complete", "lookup", "refund", "lookup_refund"])
def test_outside_it_calls_are_passed_on(call: str):
    with pytest.raises(NotSent):
        CALLS[call](TransactionGuard(unreachable(), lambda: False))


def test_outside_it_answers_are_passed_back():
    guarded: PaymentProvider = TransactionGuard(unreachable(), lambda: False)
    assert guarded.close(ATTEMPT, "k") is CloseResult.NOT_SUPPORTED
    assert isinstance(guarded.read_webhook(NOTIFICATION), ForgedWebhook)


def test_what_calls_nobody_may_be_asked_anywhere():
    guarded = TransactionGuard(unreachable(), lambda: True)
    assert guarded.capabilities().needs_completion
    assert len(guarded.new_reference(bytes(16))) == 26
