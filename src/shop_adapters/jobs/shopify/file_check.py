"""Which products of a file can go in, and what is wrong with the others?

The file is read once before anything is written: a bad record far down keeps its product out, and a handle or SKU that
comes twice is seen wherever it comes.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from shop_adapters.jobs.shopify.product import InvalidRecords, ParsedProduct, RecordError, parse_product
from shop_adapters.jobs.shopify.records import read_products
from shop_domain.catalog.slugs import slug_of_handle


class FileCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds."""

    valid_lines: frozenset[int]
    """The lines at which products begin that can go in."""
    errors: tuple[RecordError, ...]
    refused: int
    """Products that can't go in."""


def check_file(path: Path, currency: str) -> FileCheck:
    """Look through the whole file; raise NotAProductFile where it is of another kind."""
    look = _FileChecker(currency)
    for handle, gathered in read_products(path):
        try:
            look.check(parse_product(handle, gathered, currency))
        except InvalidRecords as found:
            look.refuse(slug_of_handle(handle), gathered[0].line, *found.errors)
    return look.result()


def valid_products(path: Path, file_check: FileCheck, currency: str) -> Iterator[ParsedProduct]:
    """Read the products that can go in."""
    for handle, gathered in read_products(path):
        if gathered[0].line in file_check.valid_lines:
            yield parse_product(handle, gathered, currency)


class _FileChecker:
    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._starts = dict[str, int]()
        self._skus = dict[str, str]()
        self._valid_lines = set[int]()
        self._refused = set[str]()
        self._errors = list[RecordError]()

    def check(self, product: ParsedProduct) -> None:
        slug = product.draft.slug
        if slug in self._starts:
            message = f"Handle: “{slug}” comes again, apart from its records at line {self._starts[slug]}"
            self.refuse(slug, product.line, RecordError(line=product.line, message=message))
            return
        taken = [sku for sku in product.initial_stock if sku in self._skus]
        if taken:
            message = f"Variant SKU: “{taken[0]}” belongs to “{self._skus[taken[0]]}” already"
            self.refuse(slug, product.line, RecordError(line=product.line, message=message))
            return
        self._starts[slug] = product.line
        self._skus.update(dict.fromkeys(product.initial_stock, slug))
        self._valid_lines.add(product.line)

    def refuse(self, slug: str, line: int, *errors: RecordError) -> None:
        """Keep a product out, records of the same handle that were good included."""
        self._errors.extend(errors)
        self._refused.add(slug)
        self._valid_lines.discard(self._starts.setdefault(slug, line))

    def result(self) -> FileCheck:
        return FileCheck(
            valid_lines=frozenset(self._valid_lines), errors=tuple(sorted(self._errors)), refused=len(self._refused)
        )
