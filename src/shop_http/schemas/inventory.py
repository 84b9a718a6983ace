"""Stock over HTTP, for staff."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from shop_domain.inventory.model import MovementKind, StockLevel, StockMovement
from shop_http.schemas.request_types import AwareDatetime, BodySchema, RequiredLine

Change = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]


class AdjustStock(BodySchema, frozen=True, kw_only=True):
    """Correct a level by a signed number of units."""

    quantity: Change
    reason: RequiredLine
    location: Annotated[str, Meta(max_length=100)] | None = None


class StockOut(msgspec.Struct, frozen=True, kw_only=True):
    """What lies there of one variant."""

    variant_id: UUID
    on_hand: int
    reserved: int
    available: int
    tracked: bool
    backorder: bool

    @classmethod
    def of(cls, level: StockLevel) -> "StockOut":
        return cls(
            variant_id=level.variant_id,
            on_hand=level.on_hand,
            reserved=level.reserved,
            available=level.available,
            tracked=level.tracked,
            backorder=level.backorder,
        )


class MovementOut(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the ledger."""

    id: UUID
    variant_id: UUID
    kind: MovementKind
    on_hand_change: int
    reserved_change: int
    order_id: UUID | None
    reason: str
    actor_id: UUID | None
    happened_at: AwareDatetime

    @classmethod
    def of(cls, movement: StockMovement) -> "MovementOut":
        return cls(
            id=movement.id,
            variant_id=movement.variant_id,
            kind=movement.kind,
            on_hand_change=movement.on_hand_change,
            reserved_change=movement.reserved_change,
            order_id=movement.order_id,
            reason=movement.reason,
            actor_id=movement.actor_id,
            happened_at=movement.happened_at,
        )
