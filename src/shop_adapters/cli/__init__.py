"""The `shop` program: one file a command, loaded when it is called."""

from shop_adapters.cli.program import main

__all__ = ["main"]
