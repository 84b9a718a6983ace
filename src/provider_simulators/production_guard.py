"""A simulator takes no part in production."""

import os


class NotInProductionError(RuntimeError):
    """A simulator was asked to start where real money is meant to move."""


def refuse_in_production() -> None:
    """Raise NotInProductionError where the environment says production."""
    if os.environ.get("SHOP_ENV", "").strip().lower() == "production":
        raise NotInProductionError("SHOP_ENV is production: payment simulators do not start there.")
