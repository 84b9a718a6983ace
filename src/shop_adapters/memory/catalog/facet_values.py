"""Colours, sizes and tags in memory."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.catalog.model import Color, Size, Tag

L = TypeVar("L", Color, Size, Tag)


class MemoryFacetValues(Generic[L]):
    def __init__(self, table: MemoryTable[Any, L]) -> None:
        self._table = table

    def get_or_create(self, wanted: Sequence[L]) -> tuple[L, ...]:
        there = {label.slug: label for label in self._table}
        for label in wanted:
            if label.slug not in there:
                self._table.put(label.id, label)
                there[label.slug] = label
        return tuple(there[label.slug] for label in wanted)
