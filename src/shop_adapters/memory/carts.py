"""Carts in memory."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.tables import MemoryTable
from shop_domain.cart.errors import CartNotFound, GuestKeyRetired
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy


class MemoryCarts:
    """Carts by owner and id; `live` names, by owner, the one cart that a new visit finds."""

    def __init__(self, carts: MemoryTable[CartId, Cart], live: MemoryTable[CartOwner, CartId]) -> None:
        """Work on these tables."""
        self._carts = carts
        self._live = live

    def active_of(self, owner: CartOwner) -> Cart | None:
        """Find the owner's ACTIVE cart; raise GuestKeyRetired where a login took over what the guest had."""
        cart_id = self._live.get(owner)
        cart = None if cart_id is None else self._carts.get(cart_id)
        if cart is not None and cart.heir is not None:
            raise GuestKeyRetired(cart.heir)
        return cart

    def lock_active_of(self, owner: CartOwner) -> Cart | None:
        """Find the owner's ACTIVE cart; the transaction holds everything anyway."""
        return self.active_of(owner)

    def get(self, cart_id: CartId) -> Cart:
        """Read a cart of any status; raise CartNotFound."""
        cart = self._carts.get(cart_id)
        if cart is None:
            raise CartNotFound
        return cart

    def lock(self, cart_id: CartId) -> Cart:
        """Read a cart of any status; the transaction holds everything anyway."""
        return self.get(cart_id)

    def save(self, cart: Cart) -> Cart:
        """Store the cart and return it at its next version; raise ConcurrentUpdate or StorageBusy."""
        stored = self._carts.get(cart.id)
        if (0 if stored is None else stored.version) != cart.version:
            raise ConcurrentUpdate
        if _is_live(cart) and self._live.get(cart.owner) not in {None, cart.id}:
            raise StorageBusy
        saved = replace(cart, version=cart.version + 1)
        self._carts.put(saved.id, saved)
        self._keep_live(stored, saved)
        return saved

    def _keep_live(self, before: Cart | None, after: Cart) -> None:
        if _is_live(after):
            self._live.put(after.owner, after.id)
        stays = _is_live(after) and before is not None and before.owner == after.owner
        if before is not None and not stays and self._live.get(before.owner) == before.id:
            self._live.remove(before.owner)


def _is_live(cart: Cart) -> bool:
    return cart.status is CartStatus.ACTIVE or cart.heir is not None


class MemoryGuestKeys:
    """What became of the keys by which guests are known."""

    def __init__(self, carts: MemoryTable[CartId, Cart], live: MemoryTable[CartOwner, CartId]) -> None:
        """Read these tables."""
        self._carts = carts
        self._live = live

    def present_owner(self, owner: CartOwner) -> CartOwner:
        """Name whose carts these are now: the user's whose login retired the guest's key, or still the owner's."""
        cart_id = self._live.get(owner)
        cart = None if cart_id is None else self._carts.get(cart_id)
        return owner if cart is None or cart.heir is None else CartOwner(user_id=cart.heir)


class MemoryCartSweep:
    """Carts that nobody comes back to."""

    def __init__(self, carts: MemoryTable[CartId, Cart], live: MemoryTable[CartOwner, CartId]) -> None:
        """Work on these tables."""
        self._carts = carts
        self._live = live

    def abandon(self, idle_since: datetime, at: datetime, limit: int) -> int:
        """Mark ACTIVE carts with something in them ABANDONED that nobody touched since; tell how many."""
        idle = [cart for cart in _oldest(self._carts, idle_since) if cart.status is CartStatus.ACTIVE and cart.lines]
        for cart in idle[:limit]:
            abandoned = replace(cart, status=CartStatus.ABANDONED, version=cart.version + 1, updated_at=at)
            self._carts.put(cart.id, abandoned)
            self._live.remove(cart.owner)
        return len(idle[:limit])

    def purge(self, idle_since: datetime, limit: int) -> int:
        """Forget guests' carts, and empty ones, that nobody touched since and no order came from; tell how many."""
        worthless = [
            cart
            for cart in _oldest(self._carts, idle_since)
            if cart.status is not CartStatus.CONVERTED and (cart.owner.guest is not None or not cart.lines)
        ]
        for cart in worthless[:limit]:
            self._carts.remove(cart.id)
            if self._live.get(cart.owner) == cart.id:
                self._live.remove(cart.owner)
        return len(worthless[:limit])


def _oldest(carts: Iterable[Cart], idle_since: datetime) -> list[Cart]:
    return sorted((cart for cart in carts if cart.updated_at < idle_since), key=lambda cart: cart.updated_at)
