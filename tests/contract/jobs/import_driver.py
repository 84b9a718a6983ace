"""Product files for tests, and an importer of them into any storage."""

import csv
import io
from pathlib import Path
from typing import Any

from shop_adapters.jobs.import_products import ImportReport, ProductImporter
from tests.catalog_driver import CatalogDriver

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,"
    "Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,"
    "SEO Title,SEO Description,Google Shopping / Gender,Variant Image,Variant Weight Unit"
)
PICTURE = "https://pictures.example/kite.jpg"


def a_record(handle: str = "kite", **cells: str) -> dict[str, str]:
    """Write a product's first and only record, unless told otherwise."""
    plain = {
        "Handle": handle,
        "Title": handle.title(),
        "Published": "true",
        "Option1 Name": "Title",
        "Option1 Value": "Default Title",
        "Variant Grams": "0",
        "Variant Inventory Policy": "deny",
        "Variant Price": "12.50",
    }
    return plain | cells


def another_record(handle: str = "kite", **cells: str) -> dict[str, str]:
    """Write a following record of a product."""
    return {"Handle": handle, **cells}


def write_csv(folder: Path, *rows: dict[str, str], newline: str = "\r\n", mark: str = "\ufeff") -> Path:
    text = io.StringIO()
    writer: csv.DictWriter[str] = csv.DictWriter(text, next(csv.reader([HEADER])), lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "products.csv"
    path.write_bytes((mark + text.getvalue()).encode())
    return path


class ImportDriver:
    """Imports into one storage."""

    def __init__(self, merchant: CatalogDriver, folder: Path) -> None:
        self.merchant = merchant
        self._folder = folder
        self._work = ProductImporter(catalog_import=merchant.importer, inventory=merchant.stock, currency="EUR")
        self.steps: list[tuple[int, int]] = []

    def rows(self, *rows: dict[str, str], **form: str) -> ImportReport:
        return self.file(write_csv(self._folder, *rows, **form))

    def file(self, path: Path) -> ImportReport:
        return self._work.run(path, lambda done, of: self.steps.append((done, of)))

    def product(self, slug: str = "kite") -> Any:
        return self.merchant.catalog.product(slug)


def reported_errors(report: ImportReport) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in report.errors]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.changed, report.unchanged, report.refused
