"""Which product do the records of one handle describe?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

import msgspec

from shop_adapters.jobs.shopify import cells
from shop_adapters.jobs.shopify.records import Record
from shop_domain.catalog.draft_validation import draft_errors
from shop_domain.catalog.drafts import ImageDraft, ProductDraft, VariantDraft
from shop_domain.catalog.model import Seo
from shop_domain.catalog.slugs import slug_of_handle
from shop_domain.catalog.variants import skus_for

T = TypeVar("T")
OPTIONS: Final = (1, 2, 3)
NO_OPTION: Final = "title"
COLUMNS: Final = {
    "slug": "Handle",
    "name": "Title",
    "description": "Body (HTML)",
    "categories": "Type",
    "tags": "Tags",
    "sku": "Variant SKU",
    "barcode": "Variant Barcode",
    "price": "Variant Price",
    "weight_grams": "Variant Grams",
    "options": "Option Value",
    "images": "Image Src",
}
"""Where the shop's own words for a fault point to in the file."""
ATTRIBUTES: Final = {
    "Google Shopping / Gender": "Gender",
    "Google Shopping / Age Group": "Age group",
    "Google Shopping / Condition": "Condition",
    "Google Shopping / MPN": "Manufacturer's part number",
}


class RecordError(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What is wrong, and with the record that begins at which line."""

    line: int
    message: str


class InitialStock(msgspec.Struct, frozen=True, kw_only=True):
    """What lies in the warehouse of a variant when it is first brought in."""

    on_hand: int
    tracked: bool
    backorder: bool


class ParsedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product as the file describes it."""

    line: int
    draft: ProductDraft
    initial_stock: dict[str, InitialStock]
    """By SKU."""


class InvalidRecords(Exception):
    """The records describe no product that could go in."""

    def __init__(self, *faults: RecordError) -> None:
        super().__init__()
        self.errors = faults


def parse_product(handle: str, records: Sequence[Record], currency: str) -> ParsedProduct:
    """Read the records of one handle; raise Faults that names each bad record by its first line."""
    return _ProductParser(handle, records, currency).product()


class _ProductParser:
    """Reads one product, and gathers what is wrong with it."""

    def __init__(self, handle: str, records: Sequence[Record], currency: str) -> None:
        self._handle = handle
        self._records = records
        self._currency = currency
        self._first = records[0]
        self._names = tuple(filter(None, (self._first[f"Option{n} Name"] for n in OPTIONS)))
        self._errors: list[RecordError] = []

    def product(self) -> ParsedProduct:
        self._check_records()
        rows = [record for record in self._records if record is self._first or _is_variant(record)]
        variants = tuple(self._variant(record) for record in rows)
        openings = [self._initial_stock(record) for record in rows]
        draft = self._draft(variants)
        self._check_options(rows, variants)
        if self._errors:
            raise InvalidRecords(*self._errors)
        if unfit := draft_errors(draft):
            line = self._first.line
            raise InvalidRecords(
                *(RecordError(line=line, message=f"{COLUMNS.get(f, f)}: {' '.join(m)}") for f, m in unfit.items())
            )
        skus = skus_for(draft.slug, variants)
        return ParsedProduct(line=self._first.line, draft=draft, initial_stock=dict(zip(skus, openings, strict=True)))

    def _draft(self, variants: tuple[VariantDraft, ...]) -> ProductDraft:
        first = self._first
        status = first["Status"].lower()
        return ProductDraft(
            slug=slug_of_handle(self._handle),
            name=first["Title"],
            description=first["Body (HTML)"],
            variants=variants,
            images=tuple(self._images()),
            categories=((first["Type"],),) if first["Type"] else (),
            tags=cells.parse_tags(first["Tags"]),
            attributes={name: first[column] for column, name in ATTRIBUTES.items() if first[column]},
            seo=Seo(title=first["SEO Title"], description=first["SEO Description"]),
            metadata={"vendor": first["Vendor"]} if first["Vendor"] else {},
            is_active=self._read(first, "Published", cells.parse_published, otherwise=False)
            and status in {"", "active"},
        )

    def _variant(self, record: Record) -> VariantDraft:
        zero = cells.parse_price("0", self._currency)
        return VariantDraft(
            sku=record["Variant SKU"].lstrip("'") or None,
            barcode=cells.parse_barcode(record["Variant Barcode"]),
            options=self._options(record),
            price=self._read(
                record, "Variant Price", lambda text: cells.parse_price(text, self._currency), otherwise=zero
            ),
            compare_at=self._read(
                record,
                "Variant Compare At Price",
                lambda text: cells.parse_compare_at_price(text, self._currency),
                otherwise=None,
            ),
            weight_grams=self._read(record, "Variant Grams", cells.parse_grams, otherwise=0),
        )

    def _options(self, record: Record) -> dict[str, str]:
        """Read the values of the product's options; Shopify calls the option of a product without any “Title”."""
        named = {name: record[f"Option{n} Value"] for n, name in enumerate(self._names, start=1)}
        if [name.lower() for name in named] == [NO_OPTION]:
            return {}
        for name in (name for name, value in named.items() if not value):
            self._add_error(record, f"the option {name} has no value")
        return named

    def _initial_stock(self, record: Record) -> InitialStock:
        return InitialStock(
            on_hand=self._read(record, "Variant Inventory Qty", cells.parse_quantity, otherwise=0),
            tracked=bool(record["Variant Inventory Tracker"]),
            backorder=self._read(record, "Variant Inventory Policy", cells.parse_backorder, otherwise=False),
        )

    def _images(self) -> Iterator[ImageDraft]:
        found = [
            (
                self._read(record, "Image Position", cells.parse_position, otherwise=0) or order,
                record["Image Src"],
                record["Image Alt Text"],
            )
            for order, record in enumerate(self._records, start=1)
            if record["Image Src"]
        ]
        found += [
            (len(self._records) + 1, record["Variant Image"], "") for record in self._records if record["Variant Image"]
        ]
        listed = dict[str, ImageDraft]()
        for _, url, alt in sorted(found, key=lambda image: image[0]):
            listed.setdefault(url, ImageDraft(url=url, alt=alt))
        return iter(listed.values())

    def _check_records(self) -> None:
        if not self._first["Title"]:
            self._add_error(self._first, "Title: a product's first record has its title")
        for record in self._records:
            if record.error is not None:
                self._add_error(record, record.error)
            elif record is not self._first and not _is_variant(record) and not record["Image Src"]:
                self._add_error(record, "this record has neither a variant nor a picture")

    def _check_options(self, rows: Sequence[Record], variants: Sequence[VariantDraft]) -> None:
        seen = set[tuple[str, ...]]()
        for record, variant in zip(rows, variants, strict=True):
            values = tuple(variant.options.values())
            if values in seen:
                self._add_error(record, f"the variant {' / '.join(values) or 'without options'} is there twice")
            seen.add(values)

    def _read(self, record: Record, column: str, read: Callable[[str], T], *, otherwise: T) -> T:
        try:
            return read(record[column])
        except ValueError as error:
            self._add_error(record, f"{column}: {error}")
            return otherwise

    def _add_error(self, record: Record, message: str) -> None:
        self._errors.append(RecordError(line=record.line, message=message))


def _is_variant(record: Record) -> bool:
    return any(record[column] for column in ("Option1 Value", "Variant Price", "Variant SKU"))
