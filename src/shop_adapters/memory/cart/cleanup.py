"""Abandoned carts in memory."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus


class MemoryCartCleanup:
    def __init__(self, carts: MemoryTable[CartId, Cart], live: MemoryTable[CartOwner, CartId]) -> None:
        self._carts = carts
        self._live = live

    def abandon(self, idle_before: datetime, at: datetime, limit: int) -> int:
        idle = [cart for cart in _oldest(self._carts, idle_before) if cart.status is CartStatus.ACTIVE and cart.lines]
        for cart in idle[:limit]:
            abandoned = replace(cart, status=CartStatus.ABANDONED, version=cart.version + 1, updated_at=at)
            self._carts.put(cart.id, abandoned)
            self._live.remove(cart.owner)
        return len(idle[:limit])

    def purge(self, idle_before: datetime, limit: int) -> int:
        worthless = [
            cart
            for cart in _oldest(self._carts, idle_before)
            if cart.status is not CartStatus.CONVERTED and (cart.owner.guest is not None or not cart.lines)
        ]
        for cart in worthless[:limit]:
            self._carts.remove(cart.id)
            if self._live.get(cart.owner) == cart.id:
                self._live.remove(cart.owner)
        return len(worthless[:limit])


def _oldest(carts: Iterable[Cart], idle_since: datetime) -> list[Cart]:
    return sorted((cart for cart in carts if cart.updated_at < idle_since), key=lambda cart: cart.updated_at)
