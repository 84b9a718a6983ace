"""A checkout on every storage, and something to buy."""

import pytest

from tests.builders import a_product, create_products
from tests.contract.storage.checkout_driver import CheckoutDriver


@pytest.fixture
def driver(store) -> CheckoutDriver:
    return CheckoutDriver(store)


@pytest.fixture
def mug(store):
    return create_products(store, a_product(), available=10)[0]
