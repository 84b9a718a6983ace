"""How long is stock reserved for an unpaid order, and of what does a reservation consist?"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from shop_domain.catalog.model import VariantId
from shop_domain.inventory.model import MovementId, Reservation


class ReservationPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How long an unpaid order keeps its stock (setting ORDER_EXPIRE_MINUTES)."""

    minutes: int = 60

    def expires_at(self, placed_at: datetime) -> datetime:
        """Tell when an order releases its stock unless it is paid."""
        return placed_at + timedelta(minutes=self.minutes)


def reservations_for(wanted: Mapping[VariantId, int], new_id: Callable[[], UUID]) -> tuple[Reservation, ...]:
    """Make one reservation a variant, in the order of variant ids, in which everybody locks them."""
    return tuple(
        Reservation(
            variant_id=variant_id,
            quantity=wanted[variant_id],
            opening_movement_id=MovementId(new_id()),
            closing_movement_id=MovementId(new_id()),
        )
        for variant_id in sorted(wanted)
    )
