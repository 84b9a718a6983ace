"""Run the PayPal simulator on a port of its own: `python -m provider_simulators.paypal --port 8081`."""

import argparse
import asyncio
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from provider_simulators.paypal import PayPalConfig, paypal_simulator
from provider_simulators.server import LOOPBACK, listen, serve_forever


def main() -> None:
    """Serve until interrupted."""
    given = _arguments().parse_args()
    base = msgspec.json.decode(Path(given.config).read_bytes(), type=PayPalConfig) if given.config else PayPalConfig()
    named = {name: value for name, value in vars(given).items() if value is not None and name not in ("config", "port")}
    with listen(given.port) as listener, suppress(KeyboardInterrupt):
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        config = msgspec.structs.replace(base, **{"base_url": address, **named})
        sys.stdout.write(f"PayPal simulator at {config.base_url} (client {config.client_id})\n")
        sys.stdout.flush()
        asyncio.run(serve_forever(paypal_simulator(config), listener))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m provider_simulators.paypal", description="A local PayPal.")
    parser.add_argument("--port", type=int, default=8081, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--config", help="JSON file with the fields of PayPalConfig")
    parser.add_argument("--client-id")
    parser.add_argument("--client-secret")
    parser.add_argument("--webhook-id")
    parser.add_argument("--browser-url", help="where the payer's browser reaches it, if elsewhere")
    parser.add_argument("--notify-url", help="where webhooks go")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--clock", choices=("running", "frozen"))
    return parser


if __name__ == "__main__":
    main()
