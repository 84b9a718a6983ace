"""Put away what nobody comes back to."""

from typing import Final

import msgspec

from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.ports import CartCleanupTx
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy

BATCH_SIZE: Final = 500
"""Carts in one transaction, so that nobody waits long for the one that he is about to touch."""


class CartCleanupResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was done."""

    abandoned: int
    deleted: int


class CartCleanupService:
    """Carts that nobody comes back to."""

    def __init__(self, *, begin: Begin[CartCleanupTx], clock: Clock, expiry: CartExpiry) -> None:
        self._begin = begin
        self._clock = clock
        self._expiry = expiry

    def clean_up(self) -> CartCleanupResult:
        """Mark idle carts ABANDONED and forget guests' old ones, a part at a time; it may be cut off and run again."""
        abandoned = forgotten = 0
        while True:
            one = self._clean_up_batch()
            abandoned, forgotten = abandoned + one.abandoned, forgotten + one.deleted
            if one.abandoned < BATCH_SIZE and one.deleted < BATCH_SIZE:
                return CartCleanupResult(abandoned=abandoned, deleted=forgotten)

    @retry_on_storage_busy
    def _clean_up_batch(self) -> CartCleanupResult:
        now = self._clock()
        with self._begin() as tx:
            return CartCleanupResult(
                abandoned=tx.cart_cleanup.abandon(self._expiry.abandon_before(now), now, BATCH_SIZE),
                deleted=tx.cart_cleanup.purge(self._expiry.delete_before(now), BATCH_SIZE),
            )
