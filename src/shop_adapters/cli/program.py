"""The program itself: its commands by name, and how it fails."""

import gc
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click

COMMANDS: Final[Mapping[str, str]] = {
    "serve": "shop_adapters.cli.serve",
    "migrate": "shop_adapters.cli.migrate",
    "demo": "shop_adapters.cli.demo",
    "worker": "shop_adapters.cli.worker",
    "create-admin": "shop_adapters.cli.create_admin",
    "import-products": "shop_adapters.cli.import_products",
    "export-orders": "shop_adapters.cli.export_orders",
    "reconcile-payments": "shop_adapters.cli.reconcile_payments",
    "cleanup-sessions": "shop_adapters.cli.cleanup_sessions",
    "verify-audit": "shop_adapters.cli.verify_audit",
    "settings": "shop_adapters.cli.settings",
}
"""Where each command is; its module offers it as `command`."""


class LazyGroup(click.Group):
    """Loads the one command that is called, so that the others cost nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which a shop meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None if there is no such one."""
        del ctx
        return None if cmd_name not in COMMANDS else _load_command(COMMANDS[cmd_name]).command


def _load_command(name: str) -> Any:  # noqa: ANN401 - a module
    """Import a module; what it makes stays, and to look for garbage in it took nearly half of a start."""
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="shop", message="%(version)s")
def main() -> None:
    """Run and look after a shop.

    Settings come from the environment or from .env; `shop settings` shows them. Exit codes: 0 done, 1 failed, 2 used
    wrongly. Every command may be run again, also after it was killed half-way.
    """
