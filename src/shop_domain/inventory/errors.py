"""How inventory refuses."""

from collections.abc import Iterable

from shop_domain.inventory.model import Shortage
from shop_domain.kernel.errors import ErrorKind, ShopError


class OutOfStock(ShopError):
    """There is not enough stock of some variants."""

    code = "insufficient_stock"
    kind = ErrorKind.CONFLICT
    message = "There is not enough stock of some items."

    def __init__(self, shortages: Iterable[Shortage]) -> None:
        """Name each variant that is short, with what is left of it."""
        self.shortages = tuple(shortages)
        super().__init__(
            unavailable=[{"variant_id": str(s.variant_id), "available": max(s.available, 0)} for s in self.shortages]
        )


class StockBelowZero(ShopError):
    """The change would leave less than zero, or less than what is reserved for orders."""

    code = "stock_below_zero"
    kind = ErrorKind.CONFLICT
    message = "The stock can't go below zero or below what is reserved."


class StockNotFound(ShopError):
    """No stock is kept of this variant."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Not found."
