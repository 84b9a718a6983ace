"""Run a simulator on a port of its own, for tests."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from socket import socket

import msgspec

from provider_simulators.asgi import SimulatorApp
from provider_simulators.paypal import PayPalConfig, paypal_simulator
from provider_simulators.paypal.client import PayPalSimulatorClient
from provider_simulators.server import LOOPBACK, listen, serve_forever

_GRACE_S = 0.5
_GIVE_UP_S = 10


@contextmanager
def serve(config: PayPalConfig | None = None, *, port: int = 0) -> Generator[PayPalSimulatorClient]:
    """Run PayPal on loopback in a thread until the block ends; without a configuration, its clock stands still."""
    with listen(port) as listener:
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        placed = msgspec.structs.replace(config or PayPalConfig(clock="frozen"), base_url=address)
        with _running(paypal_simulator(placed), listener), PayPalSimulatorClient(placed) as remote:
            yield remote


@contextmanager
def _running(app: SimulatorApp, listener: socket) -> Generator[None]:
    loop = asyncio.new_event_loop()
    serving = loop.create_task(serve_forever(app, listener))

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(serving)

    thread = threading.Thread(target=run, name="paypal simulator", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join(_GIVE_UP_S)
        loop.run_until_complete(_stop_the_rest())
        loop.close()


async def _stop_the_rest() -> None:
    """Let connections notice that they are cut, then cancel what still runs: held calls and deliveries."""
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    if rest:
        _, still_running = await asyncio.wait(rest, timeout=_GRACE_S)
        for task in still_running:
            task.cancel()
        await asyncio.gather(*still_running, return_exceptions=True)
