"""Clean up abandoned carts."""

from typing import Final

import msgspec

from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.ports import CartCleanupTx
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy

BATCH_SIZE: Final = 500
"""Carts in one transaction, so that nobody waits long for a locked one."""


class CartCleanupResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was done."""

    abandoned: int
    deleted: int


class CartCleanupService:
    """Cleans up abandoned carts."""

    def __init__(self, *, begin: Begin[CartCleanupTx], clock: Clock, expiry: CartExpiry) -> None:
        self._begin = begin
        self._clock = clock
        self._expiry = expiry

    def clean_up(self) -> CartCleanupResult:
        """Mark idle carts ABANDONED and delete guests' old ones in batches; it may be interrupted and run again."""
        abandoned = deleted = 0
        while True:
            one = self._clean_up_batch()
            abandoned, deleted = abandoned + one.abandoned, deleted + one.deleted
            if one.abandoned < BATCH_SIZE and one.deleted < BATCH_SIZE:
                return CartCleanupResult(abandoned=abandoned, deleted=deleted)

    @retry_on_storage_busy
    def _clean_up_batch(self) -> CartCleanupResult:
        now = self._clock()
        with self._begin() as tx:
            return CartCleanupResult(
                abandoned=tx.cart_cleanup.abandon(self._expiry.abandon_before(now), now, BATCH_SIZE),
                deleted=tx.cart_cleanup.purge(self._expiry.delete_before(now), BATCH_SIZE),
            )
