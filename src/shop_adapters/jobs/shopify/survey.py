"""Which products of a file can go in, and what is wrong with the others?

The file is read once before anything is written: a bad record far down keeps its product out, and a handle or SKU that
comes twice is seen wherever it comes.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from shop_adapters.jobs.shopify.product import Described, Fault, Faults, described
from shop_adapters.jobs.shopify.records import products
from shop_domain.catalog.slugs import slug_of_handle


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds."""

    good: frozenset[int]
    """The lines at which products begin that can go in."""
    faults: tuple[Fault, ...]
    refused: int
    """Products that can't go in."""


def survey(path: Path, currency: str) -> Survey:
    """Look through the whole file; raise NotAProductFile where it is of another kind."""
    look = _Look(currency)
    for handle, gathered in products(path):
        try:
            look.meet(described(handle, gathered, currency))
        except Faults as found:
            look.refuse(slug_of_handle(handle), gathered[0].line, *found.faults)
    return look.survey()


def good_products(path: Path, found: Survey, currency: str) -> Iterator[Described]:
    """Read the products that can go in."""
    for handle, gathered in products(path):
        if gathered[0].line in found.good:
            yield described(handle, gathered, currency)


class _Look:
    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._starts = dict[str, int]()
        self._skus = dict[str, str]()
        self._good = set[int]()
        self._refused = set[str]()
        self._faults = list[Fault]()

    def meet(self, product: Described) -> None:
        slug = product.draft.slug
        if slug in self._starts:
            message = f"Handle: “{slug}” comes again, apart from its records at line {self._starts[slug]}"
            self.refuse(slug, product.line, Fault(line=product.line, message=message))
            return
        taken = [sku for sku in product.openings if sku in self._skus]
        if taken:
            message = f"Variant SKU: “{taken[0]}” belongs to “{self._skus[taken[0]]}” already"
            self.refuse(slug, product.line, Fault(line=product.line, message=message))
            return
        self._starts[slug] = product.line
        self._skus.update(dict.fromkeys(product.openings, slug))
        self._good.add(product.line)

    def refuse(self, slug: str, line: int, *faults: Fault) -> None:
        """Keep a product out, records of the same handle that were good included."""
        self._faults.extend(faults)
        self._refused.add(slug)
        self._good.discard(self._starts.setdefault(slug, line))

    def survey(self) -> Survey:
        return Survey(good=frozenset(self._good), faults=tuple(sorted(self._faults)), refused=len(self._refused))
