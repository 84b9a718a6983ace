from collections.abc import Generator
from contextlib import closing

import pytest

from shop_http.simulators import PayPalConfig, RemotePayPal, serve
from tests.contract.simulators import published
from tests.contract.simulators.caller import Caller
from tests.contract.simulators.shop_inbox import Inbox, shop_inbox


@pytest.fixture
def inbox() -> Generator[Inbox]:
    with shop_inbox() as inbox:
        yield inbox


@pytest.fixture
def paypal(inbox: Inbox) -> Generator[RemotePayPal]:
    wording = str(published.FOLDER) if published.AT_HAND else None
    with serve(PayPalConfig(clock="frozen", notify_url=inbox.url, wording_from=wording)) as paypal:
        yield paypal


@pytest.fixture
def caller(paypal: RemotePayPal) -> Generator[Caller]:
    with closing(Caller(paypal)) as caller:
        yield caller
