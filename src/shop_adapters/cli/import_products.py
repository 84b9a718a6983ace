"""`shop import-products`: bring a product file in."""

from pathlib import Path

import click

from shop_adapters.cli.output import echo_if_terminal
from shop_adapters.cli.progress import progress_bar
from shop_adapters.cli.shop_context import open_shop
from shop_adapters.jobs.import_products import ImportReport, ProductImporter
from shop_adapters.jobs.shopify.records import NotAProductFile


@click.command(name="import-products")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["shopify"]), required=True, help="Whose product file it is.")
def command(file: Path, kind: str) -> None:
    """Bring the products of FILE into the shop.

    A product with a bad record stays out and is reported with the line at which that record begins; the others go in.
    Running it again changes nothing.
    """
    del kind  # there is one so far
    with open_shop() as shop, progress_bar("Products") as progress:
        work = ProductImporter(
            catalog_import=shop.catalog_import(), inventory=shop.inventory(), currency=shop.settings().shop_currency
        )
        try:
            report = work.run(file, progress)
        except NotAProductFile as error:
            raise click.ClickException(f"{file}: {error}") from error
    _print_report(report)


def _print_report(report: ImportReport) -> None:
    for fault in report.errors:
        click.echo(f"line {fault.line}: {fault.message}", err=True)
    echo_if_terminal(
        f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged, {report.refused} refused."
    )
    if report.errors:
        raise click.exceptions.Exit(1)
