"""A payment provider that takes its time delays those who pay, and nobody else."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from dependency_injector import providers

from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.payments.model import Method
from tests.contract.http.callers import a_guest
from tests.contract.http.purchase.checkout_steps import PAYPAL, create_payment

PAYERS = 24
SOON = 1.0
"""Seconds within which whoever asks no provider is served."""


class SlowProvider(InMemoryPaymentProvider):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.asked = threading.Semaphore(0)

    def start(self, request):
        self._hold()
        return super().start(request)

    def complete(self, attempt, idempotency_key):
        self._hold()
        return super().complete(attempt, idempotency_key)

    def _hold(self):
        self.asked.release()
        assert self.may_answer.wait(60)


@pytest.fixture
def provider(shop) -> SlowProvider:
    provider = SlowProvider()
    guarded = TransactionGuard(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    return provider


def a_payer(client, mug):
    payer = a_guest(client)
    assert payer.add(mug).status_code == 200
    return payer


def slowest(client, path, times=10):
    durations = []
    for _ in range(times):
        started = time.monotonic()
        assert client.get(path).status_code == 200
        durations.append(time.monotonic() - started)
    return max(durations)


@pytest.fixture
def crowd():
    with ThreadPoolExecutor(64) as pool:
        yield pool


def test_payers_who_wait_for_a_provider_delay_nobody_else(client, provider, mug, crowd):
    payers = [a_payer(client, mug) for _ in range(10)]
    guests = [a_guest(client) for _ in range(PAYERS - 10)]
    provider.may_answer.clear()
    paying = [crowd.submit(create_payment, payer, {**PAYPAL, "email": "ana@example.com"}) for payer in payers]
    for _ in paying:
        assert provider.asked.acquire(timeout=20)
    assert slowest(client, "/api/v1/products/") < SOON
    assert max(crowd.map(lambda guest: timed(guest.cart), guests)) < SOON
    provider.may_answer.set()
    assert [answer.result().status_code for answer in paying] == [201] * len(payers)


def timed(call):
    started = time.monotonic()
    call()
    return time.monotonic() - started


def test_returns_that_wait_for_one_capture_hold_no_thread(client, provider, mug, crowd):
    payer, other = a_payer(client, mug), a_payer(client, mug)
    token = create_payment(payer, {**PAYPAL, "email": "ana@example.com"}).json()["provider_order_id"]
    provider.approve(token)
    provider.may_answer.clear()
    assert provider.asked.acquire(timeout=1)
    path = f"/payments/paypal/success/?token={token}"
    returns = [crowd.submit(payer.request, "GET", path) for _ in range(40)]
    assert provider.asked.acquire(timeout=20)
    assert slowest(client, "/api/v1/products/") < SOON
    paying = crowd.submit(create_payment, other, {**PAYPAL, "email": "bob@example.com"})
    assert provider.asked.acquire(timeout=SOON)  # another payer reaches the provider while they all wait
    provider.may_answer.set()
    assert [answer.result().status_code for answer in returns] == [200] * 40
    assert not provider.asked.acquire(timeout=0)
    assert paying.result().status_code == 201


def test_a_return_that_waits_too_long_is_told_how_it_stands(client, provider, mug, crowd, monkeypatch):
    monkeypatch.setattr("shop_http.waiting.COMPLETION_PAUSES", (0.01, 0.01))
    payer = a_payer(client, mug)
    token = create_payment(payer, {**PAYPAL, "email": "ana@example.com"}).json()["provider_order_id"]
    provider.approve(token)
    provider.may_answer.clear()
    first = crowd.submit(payer.request, "GET", f"/payments/paypal/success/?token={token}")
    assert provider.asked.acquire(timeout=1)
    assert provider.asked.acquire(timeout=20)
    second = payer.request("GET", f"/payments/paypal/success/?token={token}")
    assert (second.status_code, second.json()["status"]) == (202, "PROCESSING")
    provider.may_answer.set()
    assert first.result().status_code == 200
