"""The catalogue: what shows it, and what imports into it."""

from dependency_injector import providers

from shop_adapters.composition.system import SystemContainer
from shop_domain.catalog.service import CatalogImportService, CatalogService


class CatalogContainer(SystemContainer):
    """The catalogue's services."""

    begin, read, settings = SystemContainer.begin, SystemContainer.read, SystemContainer.settings

    catalog = providers.Singleton(CatalogService, read=read, currency=settings.provided.shop_currency)
    catalog_import = providers.Singleton(
        CatalogImportService, begin=begin, clock=SystemContainer.clock, new_id=SystemContainer.new_id
    )
