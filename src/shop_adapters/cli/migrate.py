"""`shop migrate`: bring the database to this version's schema."""

import click

from shop_adapters.cli.output import echo_if_terminal
from shop_adapters.cli.shop_context import load_settings_or_exit
from shop_adapters.composition.settings import Settings
from shop_adapters.composition.settings_masking import mask_url_password


def migrate_database(settings: Settings) -> None:
    """Walk the migrations; end the program with one line where the database can't be used."""
    from sqlalchemy.exc import DBAPIError

    from shop_adapters.sql.migrations.migrate import upgrade

    try:
        upgrade(settings.database_url)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise click.ClickException(f"DATABASE_URL: {mask_url_password(settings.database_url)}: {reason}") from error


@click.command(name="migrate")
def command() -> None:
    """Bring the database to this version's schema; does nothing where it is there already."""
    settings = load_settings_or_exit()
    if settings.storage == "memory":
        raise click.ClickException("DATABASE_URL: memory: has no schema to bring up to date")
    migrate_database(settings)
    echo_if_terminal(f"Up to date: {mask_url_password(settings.database_url)}")
