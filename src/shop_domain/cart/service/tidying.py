"""Put away what nobody comes back to."""

from typing import Final

import msgspec

from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.ports import CartSweepTx
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried

AT_ONCE: Final = 500
"""Carts in one transaction, so that nobody waits long for the one that he is about to touch."""


class Tidied(msgspec.Struct, frozen=True, kw_only=True):
    """What was done."""

    abandoned: int
    forgotten: int


class CartTidyService:
    """Carts that nobody comes back to."""

    def __init__(self, *, begin: Begin[CartSweepTx], clock: Clock, expiry: CartExpiry) -> None:
        """Tidy this storage."""
        self._begin = begin
        self._clock = clock
        self._expiry = expiry

    def tidy(self) -> Tidied:
        """Mark idle carts ABANDONED and forget guests' old ones, a part at a time; it may be cut off and run again."""
        abandoned = forgotten = 0
        while True:
            one = self._some()
            abandoned, forgotten = abandoned + one.abandoned, forgotten + one.forgotten
            if one.abandoned < AT_ONCE and one.forgotten < AT_ONCE:
                return Tidied(abandoned=abandoned, forgotten=forgotten)

    @retried
    def _some(self) -> Tidied:
        now = self._clock()
        with self._begin() as tx:
            return Tidied(
                abandoned=tx.cart_sweep.abandon(self._expiry.abandoned_since(now), now, AT_ONCE),
                forgotten=tx.cart_sweep.purge(self._expiry.forgotten_since(now), AT_ONCE),
            )
