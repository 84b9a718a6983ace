"""The shop that a command works on."""

from collections.abc import Generator
from contextlib import contextmanager

import click

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.logs import configure_logging
from shop_adapters.composition.settings import Settings
from shop_adapters.composition.settings_masking import mask_url_password
from shop_adapters.composition.settings_validation import SettingsError
from shop_domain.kernel.errors import ShopError, StorageUnavailable


def load_settings_or_exit() -> Settings:
    """Read the settings; stop the program with one line where they are wrong."""
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def open_shop() -> Generator[Shop, None, None]:
    """Put the shop together for one command, and close it; a refusal ends the program in its own words."""
    settings = load_settings_or_exit()
    configure_logging(settings)
    shop = build(settings)
    try:
        yield shop
    except StorageUnavailable as refusal:
        place = mask_url_password(settings.database_url)
        raise click.ClickException(
            f"DATABASE_URL: {place} can't be used: is it there, and was `shop migrate` run?"
        ) from refusal
    except ShopError as refusal:
        raise click.ClickException(f"{refusal} ({refusal.code})") from refusal
    finally:
        shop.store().close()
