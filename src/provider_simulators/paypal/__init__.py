"""A local PayPal: Orders v2, Payments v2, Webhooks v1, and the page on which the payer agrees.

`python -m provider_simulators.paypal --port 8081` starts it on its own; `paypal_simulator(config)` is an ASGI
application to mount; `provider_simulators` tells how tests use it.
"""

from urllib.parse import urlsplit

from provider_simulators.asgi import SimulatorApp
from provider_simulators.paypal.config import Behavior, PayPalConfig
from provider_simulators.paypal.provider import PayPalProvider
from provider_simulators.paypal.webhook_signing import own_signer
from provider_simulators.production_guard import refuse_in_production

__all__ = ["Behavior", "PayPalConfig", "paypal_simulator"]


def paypal_simulator(config: PayPalConfig) -> SimulatorApp:
    """Return the simulator as an ASGI application; raise NotInProductionError in production."""
    refuse_in_production()
    own_signer()  # making keys takes a while: not during a request
    return SimulatorApp(PayPalProvider(config), urlsplit(config.base_url).path.rstrip("/"))
