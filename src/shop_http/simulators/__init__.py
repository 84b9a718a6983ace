"""Local payment providers, for tests and for a shop without internet.

In a test, three lines:

    from shop_http.simulators import serve
    with serve() as paypal:                          # a real HTTP server on 127.0.0.1, in a thread
        shop_talks_to(paypal.base_url, paypal.config.client_id, paypal.config.client_secret)
"""

from shop_http.simulators.paypal import Knobs, PayPalConfig, paypal_simulator
from shop_http.simulators.serving import serve

__all__ = ["Knobs", "PayPalConfig", "paypal_simulator", "serve"]
