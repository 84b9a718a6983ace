"""A shop that sells in euros, and a way to fill its shelves."""

import msgspec
import pytest

from shop_domain.inventory.model import StockLevel


@pytest.fixture
def settings(settings):
    return msgspec.structs.replace(settings, shop_currency="EUR")


@pytest.fixture
def add_products(shop):
    """Put products on the shelf, five of each variant."""

    def add_products(*drafts, on_hand=5, tracked=True):
        for draft in drafts:
            for variant in shop.catalog_import().upsert_product(draft).product.variants:
                level = StockLevel(variant_id=variant.id, on_hand=on_hand, reserved=0, tracked=tracked)
                shop.inventory().upsert_level(level)

    return add_products
