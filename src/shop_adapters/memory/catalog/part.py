"""The catalogue's part of a transaction in memory."""

from shop_adapters.memory.catalog.listing import MemoryListing
from shop_adapters.memory.catalog.repository import MemoryCategories, MemoryLabels, MemoryProducts
from shop_adapters.memory.catalog.showcase import MemoryShowcase
from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.model import Color, Size, Tag


class MemoryCatalogPart:
    """Products, what they are sorted by, and what shoppers see of both."""

    _state: MemoryState

    @property
    def listing(self) -> MemoryListing:
        """Products in lists, as shoppers see them."""
        return MemoryListing(self._state)

    @property
    def showcase(self) -> MemoryShowcase:
        """Single products and labels, as shoppers see them."""
        return MemoryShowcase(self._state)

    @property
    def products(self) -> MemoryProducts:
        """Products as a whole."""
        return MemoryProducts(self._state)

    @property
    def categories(self) -> MemoryCategories:
        """The categories."""
        return MemoryCategories(self._state)

    @property
    def colors(self) -> MemoryLabels[Color]:
        """The colours, each slug once."""
        return MemoryLabels(self._state.colors)

    @property
    def sizes(self) -> MemoryLabels[Size]:
        """The sizes, each slug once."""
        return MemoryLabels(self._state.sizes)

    @property
    def tags(self) -> MemoryLabels[Tag]:
        """The tags, each slug once."""
        return MemoryLabels(self._state.tags)
