"""`shop serve`: the API, on granian."""

import os
import sys
from functools import partial
from importlib import import_module
from typing import Any, Final

import click

from shop_adapters.cli.migrate import migrate_database
from shop_adapters.cli.paypal_simulator import run_shared_paypal_simulator
from shop_adapters.cli.process_lifetime import exit_with_process
from shop_adapters.cli.shop_context import load_settings_or_exit
from shop_adapters.cli.startup_banner import startup_banner
from shop_adapters.cli.tcp import find_free_port, require_port_free, resolve_host
from shop_adapters.composition.logs import configure_logging
from shop_adapters.composition.settings import Settings, ShopEnv

APP: Final = "shop_http.asgi:app"
FINISH_SECONDS: Final = 30
"""How long a stopping process may work on the requests that it has accepted."""
HEADER_READ_TIMEOUT_MS: Final = 15_000
QUEUE_PER_THREAD: Final = 32
"""Requests beyond this many for each thread wait in the listening socket, where a proxy can see the queue."""


@click.command(name="serve")
@click.option("--host", help="Address to listen on, instead of HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on, instead of PORT.")
def command(host: str | None, port: int | None) -> None:
    """Serve the API until it is told to stop; requests that were accepted are finished first."""
    os.environ.update({name: str(value) for name, value in (("HOST", host), ("PORT", port)) if value is not None})
    if os.environ.get("PORT") == "0":
        os.environ["PORT"] = str(find_free_port(os.environ.get("HOST", "127.0.0.1")))
    settings = load_settings_or_exit()
    configure_logging(settings)
    _run_shared_simulator(settings)
    try:
        require_port_free(settings.host, settings.port)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise click.ClickException(f"HOST, PORT: {place} can't be listened on: {error.strerror}") from error
    _serve(settings)


def _serve(settings: Settings) -> None:
    with run_shared_paypal_simulator(settings):
        server = _server(settings)
        server.on_startup(partial(_print_banner, settings))
        server.serve(target_loader=partial(_run_process, os.getpid()), wrap_loader=True)


def _print_banner(settings: Settings) -> None:
    click.echo(startup_banner(settings))
    sys.stdout.flush()


def _run_shared_simulator(settings: Settings) -> None:
    """Hand what was chosen at random here to the processes that serve, and make a temporary database usable."""
    if settings.shop_env is ShopEnv.TESTING and settings.storage == "sql":
        migrate_database(settings)
    os.environ.update(SECRET_KEY=settings.secret_key, DATABASE_URL=settings.database_url)


def _server(settings: Settings) -> Any:  # noqa: ANN401 - granian chooses its class by the platform
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    return Server(
        target=APP,
        address=resolve_host(settings.host),
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.web_concurrency,
        backpressure=settings.database_pool_size * QUEUE_PER_THREAD,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_TIMEOUT_MS),
        respawn_failed_workers=True,
        workers_kill_timeout=FINISH_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig=_log_config(),
    )


def _log_config() -> dict[str, Any]:
    """Let the server's own lines look like all others."""
    handler = {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    return {
        "formatters": {"json": {"()": "shop_adapters.composition.logs.formatter"}},
        "handlers": {"console": handler},
        "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
    }


def _run_process(parent: int, target: str) -> Any:  # noqa: ANN401 - any ASGI application
    """Load the application in a serving process, which shall not outlive the one that listens for signals."""
    exit_with_process(parent)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
