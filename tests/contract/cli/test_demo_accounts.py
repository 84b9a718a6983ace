"""The demo's people can sign in to a developer's shop, and to no other."""

import pytest

from shop_adapters.cli.demo_accounts import demo_accounts
from shop_adapters.cli.startup_banner import startup_banner
from shop_adapters.composition.container import build
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.demo.accounts import DEMO_ACCOUNTS
from shop_domain.auth.model import ClientInfo
from tests.contract.cli.conftest import SQLITE

HERE = ClientInfo(ip_address="203.0.113.7")


@pytest.fixture(autouse=True)
def _migrated(run) -> None:
    assert run("migrate").exit_code == 0


def signed_in() -> list[bool]:
    shop = build(Settings(secret_key="k" * 32, database_url=SQLITE["DATABASE_URL"], login_ip_max_attempts=0))
    users = [shop.sign_in().login(person.email, person.password, HERE).user for person in DEMO_ACCOUNTS]
    shop.store().close()
    return [user.is_staff for user in users]


def test_a_shopper_and_an_administrator_can_sign_in_however_often_the_demo_was_loaded(run):
    for _ in range(2):
        assert run("demo").exit_code == 0
    assert signed_in() == [False, True]


@pytest.mark.parametrize("env", [ShopEnv.PRODUCTION, ShopEnv.TESTING])
def test_nobody_with_a_known_password_exists_elsewhere(env):
    settings = Settings(shop_env=env, secret_key="k" * 32, database_url="memory:")
    assert demo_accounts(settings) == ()
    assert all(person.password not in startup_banner(settings) for person in DEMO_ACCOUNTS)


def test_made_up_goods_are_sold_in_production_only_where_somebody_means_it(run):
    production = SQLITE | {
        "SHOP_ENV": "production",
        "PUBLIC_URL": "https://shop.test",
        "ALLOWED_HOSTS": "shop.test",
        "EMAIL_URL": "file:mail",
        "CORS_ALLOWED_ORIGINS": "https://shop.test",
    }
    refused = run("demo", variables=production)
    assert refused.exit_code == 1
    assert "`shop demo --yes`" in refused.output
    assert run("demo", "--yes", variables=production).exit_code == 0
