"""`shop migrate`: bring the database to this version's schema."""

import click

from shop_adapters.cli.opened import settings_or_stop
from shop_adapters.cli.saying import say
from shop_adapters.composition.masking import without_password
from shop_adapters.composition.settings import Settings


def bring_up_to_date(settings: Settings) -> None:
    """Walk the migrations; end the program with one line where the database can't be used."""
    from sqlalchemy.exc import DBAPIError

    from shop_adapters.sql.migrate import upgrade

    try:
        upgrade(settings.database_url)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise click.ClickException(f"DATABASE_URL: {without_password(settings.database_url)}: {reason}") from error


@click.command(name="migrate")
def command() -> None:
    """Bring the database to this version's schema; does nothing where it is there already."""
    settings = settings_or_stop()
    if settings.storage == "memory":
        raise click.ClickException("DATABASE_URL: memory: has no schema to bring up to date")
    bring_up_to_date(settings)
    say(f"Up to date: {without_password(settings.database_url)}")
