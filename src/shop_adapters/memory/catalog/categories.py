"""Categories in memory."""

from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.model import Category


class MemoryCategories(MemoryRepository[MemoryState]):
    def all(self) -> tuple[Category, ...]:
        return tuple(self._tables.categories)

    def add(self, category: Category) -> None:
        self._tables.categories.put(category.id, category)
