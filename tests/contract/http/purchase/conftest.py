"""A shop whose payment provider is in memory, so that a test plays the payer."""

from collections.abc import Iterator

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.kernel.money import Money
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.builders import a_product, create_products
from tests.contract.http.callers import ApiCaller, a_guest, a_user
from tests.contract.http.conftest import Client


@pytest.fixture
def provider(shop) -> InMemoryPaymentProvider:
    provider = InMemoryPaymentProvider()
    guarded = TransactionGuard(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    return provider


@pytest.fixture
def client(shop, provider) -> Iterator[Client]:
    """Make the application after the provider was put in its place."""
    assert not provider.payments
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def mug(shop):
    return create_products(shop.store(), a_product(price=Money(1_999, "USD")), available=10)[0]


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


@pytest.fixture
def guest(client) -> ApiCaller:
    return a_guest(client)
