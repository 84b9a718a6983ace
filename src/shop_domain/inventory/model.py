"""Stock levels, the ledger of movements, and how a reservation ends."""

from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId
from shop_domain.catalog.model import VariantId

MovementId = NewType("MovementId", UUID)


class StockLevel(msgspec.Struct, frozen=True, kw_only=True):
    """The stock of one variant."""

    variant_id: VariantId
    on_hand: int
    reserved: int
    tracked: bool = True
    """False: always available; sales are counted and may take the figure below zero."""
    backorder: bool = False
    """True: may be sold before it arrives."""

    @property
    def available(self) -> int:
        """Units that are neither sold nor reserved."""
        return self.on_hand - self.reserved

    @property
    def is_limited(self) -> bool:
        """Tell whether a sale can fail for lack of stock."""
        return self.tracked and not self.backorder


class MovementKind(StrEnum):
    """Why stock moved."""

    RECEIPT = "RECEIPT"
    SALE = "SALE"
    RETURN = "RETURN"
    ADJUSTMENT = "ADJUSTMENT"
    RESERVATION = "RESERVATION"
    RELEASE = "RELEASE"


class StockMovement(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the ledger; the rows of a variant sum to its level."""

    id: MovementId
    variant_id: VariantId
    kind: MovementKind
    on_hand_change: int
    reserved_change: int
    order_id: UUID | None = None
    reason: str = ""
    actor_id: UserId | None = None
    happened_at: datetime


class ReservationEnd(StrEnum):
    """How a reservation ends, once."""

    CONSUMED = "CONSUMED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity that an order reserves, with the ledger ids of its beginning and of its one end."""

    variant_id: VariantId
    quantity: int
    opening_movement_id: MovementId
    closing_movement_id: MovementId
    """Fixed when it is made: the ledger takes an id once, so no reservation can end twice."""


class Shortage(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of which there is not enough."""

    variant_id: VariantId
    available: int
