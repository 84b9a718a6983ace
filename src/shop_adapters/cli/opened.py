"""The shop that a command works on."""

from collections.abc import Generator
from contextlib import contextmanager

import click

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.logs import configure_logs
from shop_adapters.composition.masking import without_password
from shop_adapters.composition.problems import SettingsError
from shop_adapters.composition.settings import Settings
from shop_domain.kernel.errors import ShopError, StorageUnavailable


def settings_or_stop() -> Settings:
    """Read the settings; stop the program with one line where they are wrong."""
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def opened_shop() -> Generator[Shop, None, None]:
    """Put the shop together for one command, and close it; a refusal ends the program in its own words."""
    settings = settings_or_stop()
    configure_logs(settings)
    shop = build(settings)
    try:
        yield shop
    except StorageUnavailable as refusal:
        place = without_password(settings.database_url)
        raise click.ClickException(
            f"DATABASE_URL: {place} can't be used: is it there, and was `shop migrate` run?"
        ) from refusal
    except ShopError as refusal:
        raise click.ClickException(f"{refusal} ({refusal.code})") from refusal
    finally:
        shop.store().close()
