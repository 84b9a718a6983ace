"""A local PayPal: Orders v2, Payments v2, Webhooks v1, and the page on which the payer agrees.

`python -m shop_http.simulators.paypal --port 8081` starts it on its own; `paypal_simulator(config)` is an ASGI
application to mount; `shop_http.simulators` tells how tests use it.
"""

from urllib.parse import urlsplit

from shop_http.simulators.asgi import SimulatorApp
from shop_http.simulators.paypal.config import Knobs, PayPalConfig
from shop_http.simulators.paypal.provider import PayPalProvider
from shop_http.simulators.paypal.signing import own_signer
from shop_http.simulators.safety import refuse_in_production

__all__ = ["Knobs", "PayPalConfig", "paypal_simulator"]


def paypal_simulator(config: PayPalConfig) -> SimulatorApp:
    """Return the simulator as an ASGI application; raise NotInProductionError in production."""
    refuse_in_production()
    own_signer()  # making keys takes a while: not during a request
    return SimulatorApp(PayPalProvider(config), urlsplit(config.base_url).path.rstrip("/"))
