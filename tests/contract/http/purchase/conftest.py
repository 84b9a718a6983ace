"""A shop whose payment provider is in memory, so that a test plays the payer."""

from collections.abc import Iterator

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.memory.provider import MemoryProvider
from shop_adapters.payments.guarded import GuardedProvider
from shop_domain.kernel.money import Money
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.builders import a_product, put_on_sale
from tests.contract.http.conftest import Client
from tests.contract.http.people import Person, a_guest, a_user


@pytest.fixture
def provider(shop) -> MemoryProvider:
    provider = MemoryProvider()
    guarded = GuardedProvider(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    return provider


@pytest.fixture
def client(shop, provider) -> Iterator[Client]:
    """Make the application after the provider was put in its place."""
    assert not provider.book
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def mug(shop):
    return put_on_sale(shop.store(), a_product(price=Money(1_999, "USD")), available=10)[0]


@pytest.fixture
def user(shop, client) -> Person:
    return a_user(shop, client)


@pytest.fixture
def guest(client) -> Person:
    return a_guest(client)
