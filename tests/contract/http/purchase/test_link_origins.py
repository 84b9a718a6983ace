"""Whatever a request says of its host, the addresses that a provider sends the payer back to are the shop's own."""

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.payments.gateway import Started, StartRequest
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.contract.http.callers import a_user
from tests.contract.http.conftest import PUBLIC_URL, settings_for
from tests.contract.http.purchase.checkout_steps import create_payment


class RecordingProvider(InMemoryPaymentProvider):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[StartRequest] = []

    def start(self, request: StartRequest) -> Started:
        self.requests.append(request)
        return super().start(request)


@pytest.fixture
def settings(database_url):
    return settings_for(database_url, allowed_hosts=("*",))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "http"},
        {"Forwarded": "host=evil.example;proto=http"},
        {"Origin": "https://evil.example", "Referer": "https://evil.example/"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_the_payer_comes_back_to_the_shop(shop, mug, headers):
    provider = RecordingProvider()
    guarded = TransactionGuard(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        person = a_user(shop, client)
        person.add(mug)
        answer = create_payment(person, **headers)
    assert answer.status_code == 201, answer.text
    (asked,) = provider.requests
    for address in (asked.return_url, asked.cancel_url):
        assert address.startswith(f"{PUBLIC_URL}/")
    assert "evil" not in answer.text
