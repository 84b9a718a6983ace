"""Development has a PayPal of its own, whose account every process with the same settings knows."""

from typing import Any

import pytest

from shop_adapters.composition.paypal_simulator import simulator_accounts
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_domain.payments.model import Method

CREDENTIALS = {"paypal_client_id": "c", "paypal_client_secret": "s"}


def settings_with(**changed: Any) -> Settings:
    values: dict[str, Any] = {"secret_key": "k" * 32, "database_url": "memory:"}
    return Settings(**{**values, **changed})


def test_the_account_follows_from_the_settings():
    account = simulator_accounts(settings_with())[Method.PAYPAL]
    assert account.base_url == "http://127.0.0.1:8000/_sim/paypal"
    assert account == simulator_accounts(settings_with())[Method.PAYPAL]
    assert account.client_secret != simulator_accounts(settings_with(secret_key="j" * 32))[Method.PAYPAL].client_secret
    assert "k" * 32 not in account.client_secret


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("0.0.0.0", "http://127.0.0.1:81/_sim/paypal"),  # noqa: S104 - not listened on
        ("::", "http://127.0.0.1:81/_sim/paypal"),
        ("127.0.0.2", "http://127.0.0.2:81/_sim/paypal"),
        ("::1", "http://[::1]:81/_sim/paypal"),
    ],
)
def test_it_is_found_where_the_shop_listens(host, base):
    assert simulator_accounts(settings_with(host=host, port=81))[Method.PAYPAL].base_url == base


def test_payers_meet_it_below_the_shops_public_address():
    account = simulator_accounts(settings_with(public_url="https://shop.example.test"))[Method.PAYPAL]
    assert account.browser_url == "https://shop.example.test/_sim/paypal"


@pytest.mark.parametrize(
    "settings", [CREDENTIALS, {"shop_env": ShopEnv.PRODUCTION}, {"shop_env": ShopEnv.TESTING}], ids=str
)
def test_there_is_none_with_credentials_and_outside_of_development(settings):
    assert simulator_accounts(settings_with(**settings)) == {}
