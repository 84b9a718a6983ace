"""PayPal on this machine, started once for all tests and empty for each of them."""

from collections.abc import Iterator

import pytest

from shop_http.simulators import RemotePayPal, serve
from tests.contract.payments.desk import Desk


@pytest.fixture(scope="module")
def running() -> Iterator[RemotePayPal]:
    with serve() as paypal:
        yield paypal


@pytest.fixture
def paypal(running: RemotePayPal) -> RemotePayPal:
    running.reset(seed=1)
    return running


@pytest.fixture
def desk(paypal: RemotePayPal) -> Iterator[Desk]:
    desk = Desk(paypal)
    yield desk
    desk.close()
