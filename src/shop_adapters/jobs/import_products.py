"""Bring the products of a file into the shop.

Each product goes in by itself, then the stock of its variants: whoever stops half-way and starts again comes to the
same end, and a file that is in already changes nothing. Stock is taken from the file when a variant is first brought
in; from then on the shop's own ledger knows better.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from shop_adapters.jobs.shopify.file_check import check_file, valid_products
from shop_adapters.jobs.shopify.product import InitialStock, ParsedProduct, RecordError
from shop_domain.catalog.drafts import UpsertOutcome
from shop_domain.catalog.model import Product, VariantId
from shop_domain.catalog.service import CatalogImportService
from shop_domain.inventory.model import StockLevel
from shop_domain.inventory.service import InventoryService
from shop_domain.kernel.errors import ErrorKind, ShopError

Progress: TypeAlias = Callable[[int, int], None]
"""Hear how many products are done, of how many."""


class ImportReport(msgspec.Struct, kw_only=True):
    """What became of a file."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: tuple[RecordError, ...] = ()


class ProductImporter:
    """Brings product files in."""

    def __init__(self, *, catalog_import: CatalogImportService, inventory: InventoryService, currency: str) -> None:
        """Import into this catalogue and this inventory; the file's prices are in this currency."""
        self._catalog_import = catalog_import
        self._inventory = inventory
        self._currency = currency

    def run(self, path: Path, progress: Progress) -> ImportReport:
        """Bring in every good product and report the bad ones; raise NotAProductFile for a file of another kind."""
        found = check_file(path, self._currency)
        report = ImportReport(refused=found.refused, errors=found.errors)
        for done, product in enumerate(valid_products(path, found, self._currency), start=1):
            self._import_product(product, report)
            progress(done, len(found.valid_lines))
        return report

    def _import_product(self, product: ParsedProduct, report: ImportReport) -> None:
        try:
            put = self._catalog_import.upsert_product(product.draft)
        except ShopError as refusal:
            if refusal.kind is ErrorKind.UNAVAILABLE:
                raise
            report.refused += 1
            report.errors = (*report.errors, RecordError(line=product.line, message=str(refusal)))
            return
        stocked = self._set_initial_stock(put.product, product.initial_stock)
        outcome = UpsertOutcome.CHANGED if stocked and put.outcome is UpsertOutcome.UNCHANGED else put.outcome
        setattr(report, outcome.value, getattr(report, outcome.value) + 1)

    def _set_initial_stock(self, product: Product, initial_stock: dict[str, InitialStock]) -> bool:
        """Begin to keep stock of each variant, or change how it is limited; tell whether anything changed."""
        levels = [
            _level(variant.id, initial_stock[variant.sku])
            for variant in product.variants
            if variant.sku in initial_stock
        ]
        changed = [self._inventory.upsert_level(level) for level in levels]
        return any(changed)


def _level(variant_id: VariantId, initial_stock: InitialStock) -> StockLevel:
    return StockLevel(
        variant_id=variant_id,
        on_hand=initial_stock.on_hand,
        reserved=0,
        tracked=initial_stock.tracked,
        backorder=initial_stock.backorder,
    )
