"""Categories in memory."""

from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.model import Category


class MemoryCategories:
    def __init__(self, state: MemoryState) -> None:
        self._state = state

    def all(self) -> tuple[Category, ...]:
        return tuple(self._state.categories)

    def add(self, category: Category) -> None:
        self._state.categories.put(category.id, category)
