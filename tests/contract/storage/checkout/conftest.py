"""A checkout on every storage, and something to buy."""

import pytest

from tests.builders import a_product, put_on_sale
from tests.contract.storage.desk import Desk


@pytest.fixture
def desk(store) -> Desk:
    return Desk(store)


@pytest.fixture
def mug(store):
    return put_on_sale(store, a_product(), available=10)[0]
