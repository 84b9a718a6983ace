"""Can a variant be sold, and how many of it?"""

from shop_domain.inventory.model import StockLevel


def sellable_units(level: StockLevel | None) -> int | None:
    """Tell how many units can be sold now: None where nothing limits it, 0 where no stock is kept."""
    if level is None:
        return 0
    return max(level.available, 0) if level.is_limited else None


def insufficient_units(units: int | None, quantity: int) -> int | None:
    """Give the sellable units where they are fewer than the quantity; None where there are enough."""
    return units if units is not None and units < quantity else None


def can_sell(level: StockLevel | None, quantity: int) -> bool:
    """Tell whether a quantity can leave the stock without breaking a reservation."""
    return insufficient_units(sellable_units(level), quantity) is None
