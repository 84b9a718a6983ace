"""Stock by variant in memory, with its ledger."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.availability import can_sell, insufficient_units, sellable_units
from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.model import (
    MovementId,
    MovementKind,
    Reservation,
    ReservationEnd,
    Shortage,
    StockLevel,
    StockMovement,
)


class StoredReservation(msgspec.Struct, frozen=True, kw_only=True):
    """A promise to an order, and how it ended."""

    order_id: UUID
    reservation: Reservation
    ended: ReservationEnd | None = None


class MemoryStock:
    """Stock by variant; every change writes its row of the ledger."""

    def __init__(
        self,
        levels: MemoryTable[VariantId, StockLevel],
        reservations: MemoryTable[tuple[UUID, VariantId], StoredReservation],
        ledger: MemoryTable[MovementId, StockMovement],
    ) -> None:
        self._levels = levels
        self._reservations = reservations
        self._ledger = ledger

    def reserve(self, order_id: UUID, reservations: Sequence[Reservation], at: datetime) -> None:
        units = {p.variant_id: sellable_units(self._levels.get(p.variant_id)) for p in reservations}
        shortages = [
            Shortage(variant_id=p.variant_id, available=left)
            for p in reservations
            if (left := insufficient_units(units[p.variant_id], p.quantity)) is not None
        ]
        if shortages:
            raise OutOfStock(shortages)
        for promise in reservations:
            self._reservations.put(
                (order_id, promise.variant_id), StoredReservation(order_id=order_id, reservation=promise)
            )
            self._move(
                StockMovement(
                    id=promise.opening_movement_id,
                    variant_id=promise.variant_id,
                    kind=MovementKind.RESERVATION,
                    on_hand_change=0,
                    reserved_change=promise.quantity,
                    order_id=order_id,
                    happened_at=at,
                )
            )

    def end_reservations(self, order_id: UUID, how: ReservationEnd, at: datetime) -> bool:
        """End the order's live promises; False where none lived."""
        live = [held for held in self._reservations if held.order_id == order_id and held.ended is None]
        sold = how is ReservationEnd.CONSUMED
        for held in live:
            promise = held.reservation
            self._reservations.put((order_id, promise.variant_id), replace(held, ended=how))
            self._move(
                StockMovement(
                    id=promise.closing_movement_id,
                    variant_id=promise.variant_id,
                    kind=MovementKind.SALE if sold else MovementKind.RELEASE,
                    on_hand_change=-promise.quantity if sold else 0,
                    reserved_change=-promise.quantity,
                    order_id=order_id,
                    reason=how.value.lower(),
                    happened_at=at,
                )
            )
        return bool(live)

    def level(self, variant_id: VariantId) -> StockLevel | None:
        return self._levels.get(variant_id)

    def apply(self, movement: StockMovement) -> StockLevel | None:
        level = self._levels.get(movement.variant_id)
        if level is None:
            return None
        if movement.on_hand_change < 0 and not can_sell(level, -movement.on_hand_change):
            return None
        return self._move(movement)

    def upsert(self, level: StockLevel) -> bool:
        known = self._levels.get(level.variant_id)
        wanted = replace(level, on_hand=known.on_hand if known else 0, reserved=known.reserved if known else 0)
        self._levels.put(level.variant_id, wanted)
        return wanted != known

    def _move(self, movement: StockMovement) -> StockLevel:
        if movement.id in self._ledger:
            msg = "the ledger has this move already"
            raise ValueError(msg)
        level = self._levels.get(movement.variant_id)
        if level is None:
            msg = "no stock is kept of this variant"
            raise ValueError(msg)
        moved = replace(
            level,
            on_hand=level.on_hand + movement.on_hand_change,
            reserved=level.reserved + movement.reserved_change,
        )
        if moved.reserved < 0 or (moved.is_limited and moved.available < 0):
            msg = "stock can't go below zero"
            raise ValueError(msg)
        self._levels.put(movement.variant_id, moved)
        self._ledger.put(movement.id, movement)
        return moved
