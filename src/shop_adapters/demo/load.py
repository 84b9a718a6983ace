"""Fill a shop with the demo catalogue; filling it again changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from shop_adapters.composition.container import Shop
from shop_adapters.demo.catalogue import COLORS, THINGS, draft_of, pictures_of
from shop_adapters.demo.goods import UNCOUNTED, Thing
from shop_adapters.demo.pictures import draw
from shop_domain.catalog.drafts import Outcome
from shop_domain.catalog.service import ShelfService
from shop_domain.inventory.model import StockLevel
from shop_domain.inventory.service import InventoryService

Progress: TypeAlias = Callable[[int, int], None]
"""Hear how many things are done, of how many."""


class DemoReport(msgspec.Struct, kw_only=True):
    """What filling the shop took."""

    products: int = 0
    """Made or changed."""
    pictures: int = 0


def load_demo(shop: Shop, progress: Progress) -> DemoReport:
    """Fill a shop with everything that the demo has."""
    settings = shop.settings()
    catalogue = DemoCatalogue(
        shelves=shop.shelves(),
        inventory=shop.inventory(),
        currency=settings.shop_currency,
        media=Path(settings.media_dir),
    )
    return catalogue.load(progress)


class DemoCatalogue:
    """The demo shop's things, pictures and stock."""

    def __init__(self, *, shelves: ShelfService, inventory: InventoryService, currency: str, media: Path) -> None:
        """Fill these shelves and this warehouse, and draw into this folder."""
        self._shelves = shelves
        self._inventory = inventory
        self._currency = currency
        self._media = media

    def load(self, progress: Progress) -> DemoReport:
        """Put everything in its place."""
        report = DemoReport()
        for name, shade in COLORS.items():
            self._shelves.put_color(name, shade)
        for done, thing in enumerate(THINGS, start=1):
            report.pictures += sum(draw(picture, self._media) for picture in pictures_of(thing))
            report.products += self._put(thing)
            progress(done, len(THINGS))
        return report

    def _put(self, thing: Thing) -> bool:
        put = self._shelves.put_product(draft_of(thing, self._currency))
        counted = thing.stock != UNCOUNTED
        for variant in put.product.variants:
            level = StockLevel(
                variant_id=variant.id, on_hand=thing.stock if counted else 0, reserved=0, tracked=counted
            )
            self._inventory.keep(level)
        return put.outcome is not Outcome.UNCHANGED
