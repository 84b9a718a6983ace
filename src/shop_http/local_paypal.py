"""A PayPal of the shop's own, for development without credentials: a whole purchase works with no internet."""

import secrets
from typing import Final

from shop_http.simulators import PayPalConfig, paypal_simulator

__all__ = ["PATH", "local_paypal", "paypal_simulator"]

PATH: Final = "/_sim/paypal"
WEBHOOK: Final = "/api/v1/payments/paypal/webhook/"


def local_paypal(*, port: int, public_url: str) -> PayPalConfig:
    """Set a simulator up that this very process serves; its ids differ from start to start, as orders are kept."""
    own = f"http://127.0.0.1:{port}"
    return PayPalConfig(
        base_url=own + PATH,
        browser_url=public_url.rstrip("/") + PATH,
        notify_url=own + WEBHOOK,
        client_secret=secrets.token_urlsafe(16),
        seed=secrets.randbelow(2**31),
    )
