"""`shop serve`: the API, on granian."""

import os
import sys
from functools import partial
from importlib import import_module
from typing import Any, Final

import click

from shop_adapters.cli.greeting import greeting
from shop_adapters.cli.lifelines import end_with
from shop_adapters.cli.local_paypal import shared_local_paypal
from shop_adapters.cli.migrate import bring_up_to_date
from shop_adapters.cli.opened import settings_or_stop
from shop_adapters.cli.ports import address_of, free_port, require_free
from shop_adapters.composition.logs import configure_logs
from shop_adapters.composition.settings import Settings, ShopEnv

APP: Final = "shop_http.asgi:app"
FINISH_SECONDS: Final = 30
"""How long a stopping process may work on the requests that it has accepted."""
HEADER_MILLISECONDS: Final = 15_000
WAITING_PER_THREAD: Final = 32
"""Requests beyond this many for each thread wait in the listening socket, where a proxy can see the queue."""


@click.command(name="serve")
@click.option("--host", help="Address to listen on, instead of HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on, instead of PORT.")
def command(host: str | None, port: int | None) -> None:
    """Serve the API until it is told to stop; requests that were accepted are finished first."""
    os.environ.update({name: str(value) for name, value in (("HOST", host), ("PORT", port)) if value is not None})
    if os.environ.get("PORT") == "0":
        os.environ["PORT"] = str(free_port(os.environ.get("HOST", "127.0.0.1")))
    settings = settings_or_stop()
    configure_logs(settings)
    _share(settings)
    try:
        require_free(settings.host, settings.port)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise click.ClickException(f"HOST, PORT: {place} can't be listened on: {error.strerror}") from error
    _serve(settings)


def _serve(settings: Settings) -> None:
    with shared_local_paypal(settings):
        server = _server(settings)
        server.on_startup(partial(_greet, settings))
        server.serve(target_loader=partial(_loaded, os.getpid()), wrap_loader=True)


def _greet(settings: Settings) -> None:
    click.echo(greeting(settings))
    sys.stdout.flush()


def _share(settings: Settings) -> None:
    """Hand what was chosen at random here to the processes that serve, and make a temporary database usable."""
    if settings.shop_env is ShopEnv.TESTING and settings.storage == "sql":
        bring_up_to_date(settings)
    os.environ.update(SECRET_KEY=settings.secret_key, DATABASE_URL=settings.database_url)


def _server(settings: Settings) -> Any:  # noqa: ANN401 - granian chooses its class by the platform
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    return Server(
        target=APP,
        address=address_of(settings.host),
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.web_concurrency,
        backpressure=settings.database_pool_size * WAITING_PER_THREAD,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
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


def _loaded(parent: int, target: str) -> Any:  # noqa: ANN401 - any ASGI application
    """Load the application in a serving process, which shall not outlive the one that listens for signals."""
    end_with(parent)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
