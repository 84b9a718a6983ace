"""Bring the products of a file into the shop.

Each product goes in by itself, then the stock of its variants: whoever stops half-way and starts again comes to the
same end, and a file that is in already changes nothing. Stock is taken from the file when a variant is first brought
in; from then on the shop's own ledger knows better.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from shop_adapters.jobs.shopify.product import Described, Fault, Opening
from shop_adapters.jobs.shopify.survey import good_products, survey
from shop_domain.catalog.drafts import Outcome
from shop_domain.catalog.model import Product, VariantId
from shop_domain.catalog.service import ShelfService
from shop_domain.inventory.model import StockLevel
from shop_domain.inventory.service import InventoryService
from shop_domain.kernel.errors import Kind, ShopError

Progress: TypeAlias = Callable[[int, int], None]
"""Hear how many products are done, of how many."""


class ImportReport(msgspec.Struct, kw_only=True):
    """What became of a file."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    faults: tuple[Fault, ...] = ()


class ProductImport:
    """Brings product files in."""

    def __init__(self, *, shelves: ShelfService, inventory: InventoryService, currency: str) -> None:
        """Fill these shelves and this warehouse; the file's prices are in this currency."""
        self._shelves = shelves
        self._inventory = inventory
        self._currency = currency

    def run(self, path: Path, progress: Progress) -> ImportReport:
        """Bring in every good product and report the bad ones; raise NotAProductFile for a file of another kind."""
        found = survey(path, self._currency)
        report = ImportReport(refused=found.refused, faults=found.faults)
        for done, product in enumerate(good_products(path, found, self._currency), start=1):
            self._bring_in(product, report)
            progress(done, len(found.good))
        return report

    def _bring_in(self, product: Described, report: ImportReport) -> None:
        try:
            put = self._shelves.put_product(product.draft)
        except ShopError as refusal:
            if refusal.kind is Kind.UNAVAILABLE:
                raise
            report.refused += 1
            report.faults = (*report.faults, Fault(line=product.line, message=str(refusal)))
            return
        stocked = self._stock(put.product, product.openings)
        outcome = Outcome.CHANGED if stocked and put.outcome is Outcome.UNCHANGED else put.outcome
        setattr(report, outcome.value, getattr(report, outcome.value) + 1)

    def _stock(self, product: Product, openings: dict[str, Opening]) -> bool:
        """Begin to keep stock of each variant, or change how it is limited; tell whether anything changed."""
        levels = [_level(variant.id, openings[variant.sku]) for variant in product.variants if variant.sku in openings]
        changed = [self._inventory.keep(level) for level in levels]
        return any(changed)


def _level(variant_id: VariantId, opening: Opening) -> StockLevel:
    return StockLevel(
        variant_id=variant_id,
        on_hand=opening.on_hand,
        reserved=0,
        tracked=opening.tracked,
        backorder=opening.backorder,
    )
