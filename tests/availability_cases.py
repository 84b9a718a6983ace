"""What can be sold at which level of stock: one table, which the decision and every storage must answer alike."""

from uuid_utils.compat import uuid7

from shop_domain.catalog.model import VariantId
from shop_domain.inventory.model import StockLevel


def a_level(on_hand: int, reserved: int = 0, *, tracked: bool = True, backorder: bool = False) -> StockLevel:
    return StockLevel(
        variant_id=VariantId(uuid7()), on_hand=on_hand, reserved=reserved, tracked=tracked, backorder=backorder
    )


AVAILABILITY_CASES = (
    (None, 0),
    (a_level(0), 0),
    (a_level(1), 1),
    (a_level(3, 1), 2),
    (a_level(3, 3), 0),
    (a_level(0, tracked=False), None),
    (a_level(3, 1, tracked=False), None),
    (a_level(0, backorder=True), None),
    (a_level(3, 1, backorder=True), None),
    (a_level(0, 2, backorder=True), None),
    (a_level(0, 2, tracked=False, backorder=True), None),
)
"""Each level of stock (None where no stock is kept) with its sellable units (None where nothing limits them)."""
