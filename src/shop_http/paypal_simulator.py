"""A PayPal of the shop's own, for development without credentials: a whole purchase works with no internet."""

import secrets
from typing import Final

from provider_simulators import PayPalConfig, paypal_simulator

__all__ = ["paypal_simulator", "simulator_config"]

WEBHOOK_PATH: Final = "/api/v1/payments/paypal/webhook/"


def simulator_config(
    *, server_url: str, public_url: str, path: str, client: tuple[str, str], webhook_id: str
) -> PayPalConfig:
    """Set a simulator up that this very process serves under a path of its own address.

    Its ids differ from start to start, as orders are kept and it forgets.
    """
    return PayPalConfig(
        base_url=server_url + path,
        browser_url=public_url + path,
        notify_url=server_url + WEBHOOK_PATH,
        client_id=client[0],
        client_secret=client[1],
        webhook_id=webhook_id,
        seed=secrets.randbelow(2**31),
    )
