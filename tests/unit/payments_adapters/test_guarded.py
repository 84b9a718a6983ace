"""A provider is never called inside a transaction."""

import pytest

from shop_adapters.payments.guarded import GuardedProvider
from shop_adapters.payments.line import Patience
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.gateway import PayPalGateway
from shop_domain.payments.gateway import Closing, Forged, NotSent, RefundRef
from shop_domain.payments.ports import Provider
from tests.unit.payments_adapters.wishes import ATTEMPT, NOTIFICATION, REFUND, START

CALLS = {
    "start": lambda provider: provider.start(START),
    "complete": lambda provider: provider.complete(ATTEMPT, "k"),
    "lookup": lambda provider: provider.lookup(ATTEMPT),
    "refund": lambda provider: provider.refund(REFUND),
    "lookup_refund": lambda provider: provider.lookup_refund(
        RefundRef(idempotency_key="k", provider_refund_id="R1", capture_id="C")
    ),
    "close": lambda provider: provider.close(ATTEMPT, "k"),
    "read_notification": lambda provider: provider.read_notification(NOTIFICATION),
}


def unreachable() -> Provider:
    account = PayPalAccount(
        base="http://127.0.0.1:1", client_id="c", client_secret="s", webhook_id=None, brand_name="Shop"
    )
    return PayPalGateway(account, patience=Patience(retries=0))


@pytest.mark.parametrize("call", CALLS)
def test_inside_a_transaction_every_call_is_a_bug(call: str):
    with pytest.raises(ValueError, match="inside a transaction"):
        CALLS[call](GuardedProvider(unreachable(), lambda: True))


@pytest.mark.parametrize("call", ["start", "complete", "lookup", "refund", "lookup_refund"])
def test_outside_it_calls_are_passed_on(call: str):
    with pytest.raises(NotSent):
        CALLS[call](GuardedProvider(unreachable(), lambda: False))


def test_outside_it_answers_are_passed_back():
    guarded: Provider = GuardedProvider(unreachable(), lambda: False)
    assert guarded.close(ATTEMPT, "k") is Closing.NOT_SUPPORTED
    assert isinstance(guarded.read_notification(NOTIFICATION), Forged)


def test_what_calls_nobody_may_be_asked_anywhere():
    guarded = GuardedProvider(unreachable(), lambda: True)
    assert guarded.capabilities().needs_completion
    assert len(guarded.new_reference(bytes(16))) == 26
