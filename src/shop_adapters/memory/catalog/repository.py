"""Products and labels as those see them who keep the shelves, in memory."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from shop_adapters.memory.state import MemoryState
from shop_adapters.memory.tables import MemoryTable
from shop_domain.catalog.errors import SkuTaken
from shop_domain.catalog.model import Category, Color, Product, Size, Tag
from shop_domain.kernel.errors import ConcurrentUpdate

L = TypeVar("L", Color, Size, Tag)


class MemoryProducts:
    """Products with their variants, guarded by an optimistic version."""

    def __init__(self, state: MemoryState) -> None:
        """Write to these tables."""
        self._state = state

    def by_slug(self, slug: str) -> Product | None:
        """Read a product that is about to be changed."""
        return next((product for product in self._state.products if product.slug == slug), None)

    def save(self, product: Product) -> Product:
        """Store the product at its next version; raise ConcurrentUpdate or SkuTaken."""
        before = self._state.products.get(product.id)
        if product.version != (before.version if before else 0):
            raise ConcurrentUpdate
        skus = {variant.sku for variant in product.variants}
        others = (other for other in self._state.products if other.id != product.id)
        if any(variant.sku in skus for other in others for variant in other.variants):
            raise SkuTaken
        saved = replace(product, version=product.version + 1)
        self._state.products.put(saved.id, saved)
        return saved


class MemoryLabels(Generic[L]):
    """Labels of one kind, each slug once."""

    def __init__(self, table: MemoryTable[Any, L]) -> None:
        """Write to this table."""
        self._table = table

    def keep(self, wanted: Sequence[L]) -> tuple[L, ...]:
        """Store those whose slug is new, and return all of them as they are stored."""
        there = {label.slug: label for label in self._table}
        for label in wanted:
            if label.slug not in there:
                self._table.put(label.id, label)
                there[label.slug] = label
        return tuple(there[label.slug] for label in wanted)


class MemoryCategories:
    """The categories."""

    def __init__(self, state: MemoryState) -> None:
        """Write to these tables."""
        self._state = state

    def all(self) -> tuple[Category, ...]:
        """Read every category."""
        return tuple(self._state.categories)

    def add(self, category: Category) -> None:
        """Store a new category."""
        self._state.categories.put(category.id, category)
