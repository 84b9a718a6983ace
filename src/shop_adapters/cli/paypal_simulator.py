"""One local PayPal for several serving processes: each of them would know only its own orders."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from shop_adapters.cli.process_lifetime import exit_with_parent
from shop_adapters.cli.tcp import find_free_port
from shop_adapters.composition.paypal_simulator import MOUNT_PATH, server_url, simulator_accounts
from shop_adapters.composition.settings import Settings
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_domain.payments.model import Method

SIMULATOR_MODULE: Final = "provider_simulators.paypal"
WEBHOOK_PATH: Final = "/api/v1/payments/paypal/webhook/"


@contextmanager
def run_shared_paypal_simulator(settings: Settings) -> Generator[None, None, None]:
    """Run a local PayPal in a process of its own where several processes serve and no credentials are set.

    Each of them hands on to it what comes for the path under which one alone would serve it.
    """
    account = simulator_accounts(settings).get(Method.PAYPAL)
    if account is None or settings.web_concurrency == 1:
        yield
        return
    port = find_free_port("127.0.0.1")
    with _running(account, port, server_url(settings)):
        os.environ.update(
            PAYPAL_BASE=f"http://127.0.0.1:{port}",
            PAYPAL_CLIENT_ID=account.client_id,
            PAYPAL_CLIENT_SECRET=account.client_secret,
            PAYPAL_WEBHOOK_ID=account.webhook_id or "",
        )
        yield


@contextmanager
def _running(account: PayPalAccount, port: int, own: str) -> Generator[None, None, None]:
    named = {
        "--port": str(port),
        "--client-id": account.client_id,
        "--client-secret": account.client_secret,
        "--webhook-id": account.webhook_id or "",
        "--browser-url": own + MOUNT_PATH,
        "--notify-url": own + WEBHOOK_PATH,
    }
    process = subprocess.Popen(  # noqa: S603 - our own program and words
        [sys.executable, "-m", SIMULATOR_MODULE, *(word for pair in named.items() for word in pair)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=exit_with_parent,  # noqa: PLW1509 - one system call, before any thread is started
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(5)
