"""Whatever a request says of its host, the addresses that a provider sends the payer back to are the shop's own."""

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.memory.provider import MemoryProvider
from shop_adapters.payments.guarded import GuardedProvider
from shop_domain.payments.gateway import Started, StartRequest
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.contract.http.conftest import PUBLIC_URL, settings_for
from tests.contract.http.people import a_user
from tests.contract.http.purchase.buying import create


class Attentive(MemoryProvider):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[StartRequest] = []

    def start(self, request: StartRequest) -> Started:
        self.asked.append(request)
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
    provider = Attentive()
    guarded = GuardedProvider(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        person = a_user(shop, client)
        person.add(mug)
        answer = create(person, **headers)
    assert answer.status_code == 201, answer.text
    (asked,) = provider.asked
    for address in (asked.return_url, asked.cancel_url):
        assert address.startswith(f"{PUBLIC_URL}/")
    assert "evil" not in answer.text
