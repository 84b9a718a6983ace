"""PayPal on this machine, started once for all tests of a file and empty for each of them."""

from collections.abc import Generator

import pytest

from shop_http.simulators import PayPalConfig, RemotePayPal, serve
from tests.contract.payments.desk import Desk
from tests.contract.payments.scripted import Scripted, scripted
from tests.contract.simulators.shop_inbox import Inbox, shop_inbox


@pytest.fixture(scope="module")
def listening() -> Generator[Inbox]:
    with shop_inbox() as inbox:
        yield inbox


@pytest.fixture(scope="module")
def running(listening: Inbox) -> Generator[RemotePayPal]:
    with serve(PayPalConfig(clock="frozen", notify_url=listening.url)) as paypal:
        yield paypal


@pytest.fixture
def paypal(running: RemotePayPal) -> RemotePayPal:
    running.settle_webhooks()
    running.reset(seed=1)
    return running


@pytest.fixture
def inbox(listening: Inbox, paypal: RemotePayPal) -> Inbox:  # noqa: ARG001  emptied after PayPal was
    listening.received.clear()
    listening.answers.clear()
    return listening


@pytest.fixture
def desk(paypal: RemotePayPal) -> Generator[Desk]:
    desk = Desk(paypal)
    yield desk
    desk.close()


@pytest.fixture
def odd() -> Generator[Scripted]:
    """A PayPal that says exactly what a test makes it say."""
    with scripted() as provider:
        yield provider
