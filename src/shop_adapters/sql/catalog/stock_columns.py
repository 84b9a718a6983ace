"""What the catalogue reads of stock; the table itself belongs to the inventory."""

from typing import Final

from sqlalchemy import Boolean, Integer, Uuid, column, table

stock: Final = table(
    "stock",
    column("variant_id", Uuid),
    column("on_hand", Integer),
    column("reserved", Integer),
    column("tracked", Boolean),
    column("backorder", Boolean),
)
