"""Stock by variant, reservations by order, and the ledger."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    case,
    false,
    literal_column,
    text,
    true,
)

from shop_adapters.sql.engine.append_only import append_only
from shop_adapters.sql.engine.metadata import UtcDateTime, metadata


def is_unlimited(row: str = "") -> str:
    """Write the condition that nothing limits the sale of a row of `stock`; `row` is its name and a dot."""
    return f"({row}backorder OR NOT {row}tracked)"


def can_sell(quantity: str, row: str = "") -> str:
    """Write the condition that so many units can be sold, as inventory/availability.py of the domain decides."""
    return f"({is_unlimited(row)} OR {row}on_hand - {row}reserved >= {quantity})"


stock: Final = Table(
    "stock",
    metadata,
    Column("variant_id", Uuid, ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True),
    Column("on_hand", Integer, nullable=False, server_default="0"),
    Column("reserved", Integer, nullable=False, server_default="0"),
    Column("tracked", Boolean, nullable=False, server_default=true()),  # false: always available, nothing is counted
    Column("backorder", Boolean, nullable=False, server_default=false()),  # may be sold below zero
    CheckConstraint(f"on_hand >= 0 OR {is_unlimited()}", name="on_hand_not_negative"),
    CheckConstraint("reserved >= 0", name="reserved_not_negative"),
    CheckConstraint(can_sell("0"), name="not_oversold"),
)
SELLABLE_UNITS: Final = case(
    (stock.c.variant_id.is_(None), 0),
    (literal_column(is_unlimited("stock."), Boolean), None),
    else_=stock.c.on_hand - stock.c.reserved,
)
"""How many units can be sold, NULL where nothing limits it; for an outer join with `stock`."""
reservations: Final = Table(
    "reservations",
    metadata,
    Column("order_id", Uuid, primary_key=True),
    Column("variant_id", Uuid, ForeignKey("variants.id"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # LIVE, then once and for ever CONSUMED, RELEASED or EXPIRED
    Column("made_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("closing_movement_id", Uuid, nullable=False),  # the ledger id of the one move that may end it
    CheckConstraint("quantity > 0", name="quantity_positive"),
    CheckConstraint("state IN ('LIVE', 'CONSUMED', 'RELEASED', 'EXPIRED')", name="state_known"),
    Index(
        "ix_reservations_live",
        "variant_id",
        postgresql_where=text("state = 'LIVE'"),
        sqlite_where=text("state = 'LIVE'"),
    ),
)
stock_movements: Final = append_only(
    Table(
        "stock_movements",
        metadata,
        Column("position", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
        Column("id", Uuid, nullable=False, unique=True),  # unique: a reservation's ending has its id from the start
        Column("variant_id", Uuid, ForeignKey("variants.id"), nullable=False),
        Column("kind", String(12), nullable=False),
        Column("on_hand_change", Integer, nullable=False),
        Column("reserved_change", Integer, nullable=False),
        Column("order_id", Uuid),
        Column("reason", String(255), nullable=False, server_default=""),
        Column("actor_id", Uuid),  # the member of staff who did it, where one did
        Column("happened_at", UtcDateTime, nullable=False),
        Index("ix_stock_movements_variant_id_position", "variant_id", "position"),
    )
)
