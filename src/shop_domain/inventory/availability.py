"""Can a variant be bought, and how many of it?"""

import msgspec


class StockFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the warehouse says of a variant, as far as shoppers care."""

    on_hand: int
    reserved: int
    tracked: bool
    backorder: bool


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """What shoppers are told."""

    in_stock: bool
    available: int | None
    """Units that can be bought now; None where nobody counts them."""


def availability_of(level: StockFigures | None) -> Availability:
    """Tell shoppers what can be had; where no stock is kept, there is none."""
    if level is None:
        return Availability(in_stock=False, available=0)
    if not level.tracked:
        return Availability(in_stock=True, available=None)
    left = max(level.on_hand - level.reserved, 0)
    return Availability(in_stock=left > 0 or level.backorder, available=left)
