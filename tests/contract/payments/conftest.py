"""PayPal on this machine, started once for all tests of a file and empty for each of them."""

from collections.abc import Generator

import pytest

from provider_simulators import PayPalConfig, PayPalSimulatorClient, serve
from tests.contract.payments.gateway_driver import PayPalDriver
from tests.contract.payments.scripted_server import ScriptedPayPal, run_scripted_paypal
from tests.contract.simulators.webhook_inbox import WebhookInbox, webhook_inbox


@pytest.fixture(scope="module")
def listening() -> Generator[WebhookInbox]:
    with webhook_inbox() as inbox:
        yield inbox


@pytest.fixture(scope="module")
def running(listening: WebhookInbox) -> Generator[PayPalSimulatorClient]:
    with serve(PayPalConfig(clock="frozen", notify_url=listening.url)) as paypal:
        yield paypal


@pytest.fixture
def paypal(running: PayPalSimulatorClient) -> PayPalSimulatorClient:
    running.drain_webhooks()
    running.reset(seed=1)
    return running


@pytest.fixture
def inbox(listening: WebhookInbox, paypal: PayPalSimulatorClient) -> WebhookInbox:  # noqa: ARG001  emptied after PayPal was
    listening.received.clear()
    listening.statuses.clear()
    return listening


@pytest.fixture
def paypal_driver(paypal: PayPalSimulatorClient) -> Generator[PayPalDriver]:
    driver = PayPalDriver(paypal)
    yield driver
    driver.close()


@pytest.fixture
def driver(paypal_driver: PayPalDriver) -> PayPalDriver:
    return paypal_driver


@pytest.fixture
def scripted_paypal() -> Generator[ScriptedPayPal]:
    """A PayPal that says exactly what a test makes it say."""
    with run_scripted_paypal() as provider:
        yield provider
