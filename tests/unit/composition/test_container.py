"""Every provider of the container can be built, on every storage."""

import pytest
from dependency_injector import providers

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings

SELECTED = {"memory": "memory:", "sql": "sqlite:///shop.db"}


@pytest.fixture(params=SELECTED)
def shop(request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shop = build(load_settings({"SHOP_ENV": "testing", "DATABASE_URL": SELECTED[request.param]}))
    yield shop
    shop.store().close()


def test_every_provider_builds(shop):
    for name in Shop.providers:
        provider: providers.Provider[object] = getattr(shop, name)
        assert provider() is not None, name


def test_a_shop_has_one_store_and_others_have_their_own(shop):
    assert shop.store() is shop.store()
    assert shop.store() is not build(shop.settings()).store()
