"""The whole shop behind its HTTP edge, on each database that it ships with, as a client sees it."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_http.app import create_app
from tests.contract.http.trial_routes import trial_client

PUBLIC_URL = "https://shop.example"
Client: TypeAlias = TestClient[Any]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request) -> str:
    """Give an empty, migrated database of each kind in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def settings(database_url) -> Settings:
    """Set the shop up for tests; override this fixture in a module, or in a class, to change a setting."""
    return settings_for(database_url)


def settings_for(database_url: str, **changed: Any) -> Settings:
    """Give settings for a test's shop; nothing is limited but what the test wants limited."""
    values: dict[str, Any] = {
        "shop_env": ShopEnv.TESTING,
        "secret_key": "a secret that only tests know, 32 b",
        "database_url": database_url,
        "public_url": PUBLIC_URL,
        "allowed_hosts": ("testserver.local", "shop.example"),
        "rate_limit_per_minute": 0,
        "email_url": "console:",
    }
    return Settings(**{**values, **changed})


@pytest.fixture
def shop(settings) -> Iterator[Shop]:
    """Give the container of a shop, to look at what a request left behind."""
    shop = build(settings)
    yield shop
    shop.store().close()


@pytest.fixture
def client(shop) -> Iterator[Client]:
    """Give a client of the whole application; errors of ours come back as answers, as they would over a network."""
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def trial() -> Iterator[Client]:
    """Give a client of routes that take one of everything, with no database behind them."""
    with trial_client() as client:
        yield client
