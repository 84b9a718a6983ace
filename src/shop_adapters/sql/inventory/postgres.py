"""Moves of stock on PostgreSQL: rows locked in the order of variant ids, the ledger written in the same statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.inventory.tables import can_sell
from shop_domain.inventory.model import Reservation, ReservationEnd, StockMovement

RESERVE: Final = text(f"""
    WITH wanted AS (
        SELECT * FROM unnest(CAST(:variants AS uuid[]), CAST(:quantities AS int[]), CAST(:made AS uuid[]),
                             CAST(:ended AS uuid[]))
                 AS w (variant_id, quantity, opening_movement_id, closing_movement_id)
    ), locked AS (
        SELECT s.variant_id FROM stock s JOIN wanted USING (variant_id) ORDER BY s.variant_id FOR UPDATE OF s
    ), taken AS (
        UPDATE stock s SET reserved = s.reserved + w.quantity
        FROM wanted w JOIN locked USING (variant_id)
        WHERE s.variant_id = w.variant_id
          AND {can_sell("w.quantity", "s.")}
        RETURNING s.variant_id
    ), reserved AS (
        INSERT INTO reservations (order_id, variant_id, quantity, state, made_at, closing_movement_id)
        SELECT :order_id, w.variant_id, w.quantity, 'LIVE', :at, w.closing_movement_id
        FROM wanted w JOIN taken USING (variant_id)
    ), logged AS (
        INSERT INTO stock_movements
            (id, variant_id, kind, on_hand_change, reserved_change, order_id, reason, happened_at)
        SELECT w.opening_movement_id, w.variant_id, 'RESERVATION', 0, w.quantity, :order_id, '', :at
        FROM wanted w JOIN taken USING (variant_id)
    )
    SELECT variant_id FROM taken
""")  # noqa: S608 - a condition of our own

END: Final = text("""
    WITH ended AS (
        UPDATE reservations SET state = :state, ended_at = :at
        WHERE order_id = :order_id AND state = 'LIVE'
        RETURNING variant_id, quantity, closing_movement_id
    ), locked AS (
        SELECT s.variant_id FROM stock s JOIN ended USING (variant_id) ORDER BY s.variant_id FOR UPDATE OF s
    ), moved AS (
        UPDATE stock s SET reserved = s.reserved - e.quantity,
                           on_hand = s.on_hand - CASE WHEN :consumed THEN e.quantity ELSE 0 END
        FROM ended e JOIN locked USING (variant_id)
        WHERE s.variant_id = e.variant_id
        RETURNING s.variant_id
    ), logged AS (
        INSERT INTO stock_movements
            (id, variant_id, kind, on_hand_change, reserved_change, order_id, reason, happened_at)
        SELECT e.closing_movement_id, e.variant_id, :kind, CASE WHEN :consumed THEN -e.quantity ELSE 0 END, -e.quantity,
               :order_id, :reason, :at
        FROM ended e JOIN moved USING (variant_id)
    )
    SELECT variant_id FROM moved
""")

CHANGE: Final = text(f"""
    WITH moved AS (
        UPDATE stock SET on_hand = on_hand + :change
        WHERE variant_id = :variant_id
          AND (:change >= 0 OR {can_sell("-:change")})
        RETURNING variant_id, on_hand, reserved, tracked, backorder
    ), logged AS (
        INSERT INTO stock_movements
            (id, variant_id, kind, on_hand_change, reserved_change, order_id, reason, actor_id, happened_at)
        SELECT CAST(:id AS uuid), variant_id, :kind, :change, 0, CAST(:order_id AS uuid), :reason,
               CAST(:actor_id AS uuid), :at
        FROM moved
    )
    SELECT * FROM moved
""")  # noqa: S608 - a condition of our own


def reserve(database: Database, order_id: UUID, reservations: Sequence[Reservation], at: datetime) -> set[UUID]:
    """Promise what can be promised; give the variants of which there was enough."""
    values = {
        "order_id": order_id,
        "at": at,
        "variants": [p.variant_id for p in reservations],
        "quantities": [p.quantity for p in reservations],
        "made": [p.opening_movement_id for p in reservations],
        "ended": [p.closing_movement_id for p in reservations],
    }
    return {row.variant_id for row in database.execute(RESERVE, values)}


def end_reservations(database: Database, order_id: UUID, how: ReservationEnd, at: datetime) -> bool:
    """End the live promises of an order; False where none lived."""
    consumed = how is ReservationEnd.CONSUMED
    values = {
        "order_id": order_id,
        "state": how.value,
        "at": at,
        "consumed": consumed,
        "kind": "SALE" if consumed else "RELEASE",
        "reason": how.value.lower(),
    }
    return database.execute(END, values).first() is not None


def apply(database: Database, movement: StockMovement) -> Mapping[Any, Any] | None:
    """Apply a receipt, return or adjustment; None where its guard refused it or no stock is kept."""
    values = {
        "id": movement.id,
        "variant_id": movement.variant_id,
        "kind": movement.kind.value,
        "change": movement.on_hand_change,
        "order_id": movement.order_id,
        "reason": movement.reason,
        "actor_id": movement.actor_id,
        "at": movement.happened_at,
    }
    return database.execute(CHANGE, values).mappings().first()
