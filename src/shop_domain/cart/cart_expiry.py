"""When is a cart abandoned, and when is it deleted?"""

from datetime import datetime, timedelta

import msgspec


class CartExpiry(msgspec.Struct, frozen=True, kw_only=True):
    """How long carts are kept that nobody touches."""

    abandoned_after: timedelta = timedelta(days=30)
    """A cart with something in it that nobody touched for so long is ABANDONED; its owner gets a new one."""
    deleted_after: timedelta = timedelta(days=90)
    """Guests' carts, and empty ones, are deleted then. Not shorter than the life of a guest's key."""

    def abandon_before(self, now: datetime) -> datetime:
        """Give the moment after which a cart must have been touched to stay ACTIVE."""
        return now - self.abandoned_after

    def delete_before(self, now: datetime) -> datetime:
        """Give the moment after which a guest's or empty cart must have been touched to be kept."""
        return now - self.deleted_after
