"""Fill a shop with the demo catalogue; filling it again changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from shop_adapters.composition.container import Shop
from shop_adapters.demo.product_drafts import COLORS, images_for, to_draft
from shop_adapters.demo.product_images import draw_image
from shop_adapters.demo.products import DemoProduct, demo_products
from shop_domain.catalog.drafts import UpsertOutcome
from shop_domain.catalog.service import CatalogImportService
from shop_domain.inventory.model import StockLevel
from shop_domain.inventory.service import InventoryService

Progress: TypeAlias = Callable[[int, int], None]
"""Hear how many things are done, of how many."""


class DemoReport(msgspec.Struct, kw_only=True):
    """What filling the shop took."""

    products: int = 0
    """Made or changed."""
    images: int = 0


def load_demo(shop: Shop, progress: Progress) -> DemoReport:
    """Fill a shop with everything that the demo has."""
    settings = shop.settings()
    catalogue = DemoCatalogLoader(
        catalog_import=shop.catalog_import(),
        inventory=shop.inventory(),
        currency=settings.shop_currency,
        media=Path(settings.media_dir),
    )
    return catalogue.load(progress)


class DemoCatalogLoader:
    """The demo shop's things, pictures and stock."""

    def __init__(
        self, *, catalog_import: CatalogImportService, inventory: InventoryService, currency: str, media: Path
    ) -> None:
        self._catalog_import = catalog_import
        self._inventory = inventory
        self._currency = currency
        self._media = media

    def load(self, progress: Progress) -> DemoReport:
        report = DemoReport()
        for name, shade in COLORS.items():
            self._catalog_import.get_or_create_color(name, shade)
        products = demo_products()
        for done, product in enumerate(products, start=1):
            report.images += sum(draw_image(image, self._media) for image in images_for(product))
            report.products += self._load_product(product)
            progress(done, len(products))
        return report

    def _load_product(self, product: DemoProduct) -> bool:
        put = self._catalog_import.upsert_product(to_draft(product, self._currency))
        for variant in put.product.variants:
            level = StockLevel(
                variant_id=variant.id, on_hand=product.stock or 0, reserved=0, tracked=product.stock is not None
            )
            self._inventory.upsert_level(level)
        return put.outcome is not UpsertOutcome.UNCHANGED
