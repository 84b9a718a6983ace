from collections.abc import Generator
from contextlib import closing

import pytest

from provider_simulators import PayPalConfig, PayPalSimulatorClient, serve
from tests.contract.simulators import published_schemas as published
from tests.contract.simulators.caller import Caller
from tests.contract.simulators.webhook_inbox import WebhookInbox, webhook_inbox


@pytest.fixture
def inbox() -> Generator[WebhookInbox]:
    with webhook_inbox() as inbox:
        yield inbox


@pytest.fixture
def paypal(inbox: WebhookInbox) -> Generator[PayPalSimulatorClient]:
    wording = str(published.FOLDER) if published.AVAILABLE else None
    with serve(PayPalConfig(clock="frozen", notify_url=inbox.url, error_texts_dir=wording)) as paypal:
        yield paypal


@pytest.fixture
def caller(paypal: PayPalSimulatorClient) -> Generator[Caller]:
    with closing(Caller(paypal)) as caller:
        yield caller
