"""Moves of stock on SQLite, where the transaction holds the only write lock already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, bindparam, insert, or_, select, text, update

from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.inventory.tables import can_sell, reservations, stock, stock_movements
from shop_domain.inventory.model import MovementKind, Reservation, ReservationEnd, StockMovement

_RESERVE: Final = (
    update(stock)
    .where(stock.c.variant_id == bindparam("of_variant"))
    .where(text(can_sell(":quantity")))
    .values(reserved=stock.c.reserved + bindparam("quantity"))
)
_LIVE: Final = select(reservations).where(
    reservations.c.order_id == bindparam("order_id"), reservations.c.state == "LIVE"
)
_END: Final = (
    update(reservations)
    .where(reservations.c.order_id == bindparam("of_order"), reservations.c.state == "LIVE")
    .values(state=bindparam("new_state"), ended_at=bindparam("at"))
)
_GIVE: Final = (
    update(stock)
    .where(stock.c.variant_id == bindparam("of_variant"))
    .values(
        reserved=stock.c.reserved - bindparam("quantity"),
        on_hand=stock.c.on_hand - bindparam("sold", type_=Integer),
    )
)
_CHANGE: Final = (
    update(stock)
    .where(stock.c.variant_id == bindparam("of_variant"))
    .where(or_(bindparam("change") >= 0, text(can_sell("-:change"))))
    .values(on_hand=stock.c.on_hand + bindparam("change"))
    .returning(stock)
)


def reserve(database: Database, order_id: UUID, wanted: Sequence[Reservation], at: datetime) -> set[UUID]:
    """Promise what can be promised; give the variants of which there was enough."""
    taken = [
        p
        for p in wanted
        if database.execute(_RESERVE, {"of_variant": p.variant_id, "quantity": p.quantity}).rowcount == 1
    ]
    if taken:
        database.execute(insert(reservations), [_reservation(order_id, p, at) for p in taken])
        moves = [
            _move(p.opening_movement_id, p.variant_id, MovementKind.RESERVATION, 0, p.quantity, order_id, "", at)
            for p in taken
        ]
        database.execute(insert(stock_movements), moves)
    return {p.variant_id for p in taken}


def end_reservations(database: Database, order_id: UUID, how: ReservationEnd, at: datetime) -> bool:
    """End the live promises of an order; False where none lived."""
    live = database.execute(_LIVE, {"order_id": order_id}).mappings().all()
    if not live:
        return False
    consumed = how is ReservationEnd.CONSUMED
    kind = MovementKind.SALE if consumed else MovementKind.RELEASE
    database.execute(_END, {"of_order": order_id, "new_state": how.value, "at": at})
    for row in live:
        gone = row["quantity"]
        database.execute(_GIVE, {"of_variant": row["variant_id"], "quantity": gone, "sold": gone if consumed else 0})
        on_hand = -gone if consumed else 0
        move = _move(
            row["closing_movement_id"], row["variant_id"], kind, on_hand, -gone, order_id, how.value.lower(), at
        )
        database.execute(insert(stock_movements), move)
    return True


def apply(database: Database, movement: StockMovement) -> Mapping[Any, Any] | None:
    """Apply a receipt, return or adjustment; None where its guard refused it or no stock is kept."""
    values = {"of_variant": movement.variant_id, "change": movement.on_hand_change}
    row = database.execute(_CHANGE, values).mappings().first()
    if row is not None:
        move = _move(
            movement.id, movement.variant_id, movement.kind, movement.on_hand_change, 0, movement.order_id,
            movement.reason, movement.happened_at,
        )  # fmt: skip
        database.execute(insert(stock_movements), {**move, "actor_id": movement.actor_id})
    return row


def _reservation(order_id: UUID, promise: Reservation, at: datetime) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "variant_id": promise.variant_id,
        "quantity": promise.quantity,
        "state": "LIVE",
        "made_at": at,
        "closing_movement_id": promise.closing_movement_id,
    }


def _move(
    move_id: UUID,
    variant_id: UUID,
    kind: MovementKind,
    on_hand: int,
    reserved: int,
    order_id: UUID | None,
    reason: str,
    at: datetime,
) -> dict[str, Any]:
    return {
        "id": move_id,
        "variant_id": variant_id,
        "kind": kind.value,
        "on_hand_change": on_hand,
        "reserved_change": reserved,
        "order_id": order_id,
        "reason": reason,
        "happened_at": at,
    }
