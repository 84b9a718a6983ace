"""Carts in memory."""

from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.cart.errors import CartNotFound, GuestKeyRetired
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy


class MemoryCarts:
    """Carts by owner and id; `live` names, by owner, the one cart that a new visit finds."""

    def __init__(self, carts: MemoryTable[CartId, Cart], live: MemoryTable[CartOwner, CartId]) -> None:
        self._carts = carts
        self._live = live

    def get_active(self, owner: CartOwner) -> Cart | None:
        cart_id = self._live.get(owner)
        cart = None if cart_id is None else self._carts.get(cart_id)
        if cart is not None and cart.merged_into_user_id is not None:
            raise GuestKeyRetired(cart.merged_into_user_id)
        return cart

    def lock_active(self, owner: CartOwner) -> Cart | None:
        """Find the owner's ACTIVE cart; the transaction holds everything anyway."""
        return self.get_active(owner)

    def get(self, cart_id: CartId) -> Cart:
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
    return cart.status is CartStatus.ACTIVE or cart.merged_into_user_id is not None
