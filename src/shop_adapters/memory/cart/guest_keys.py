"""Guests' keys in memory."""

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.cart.model import Cart, CartId, CartOwner


class MemoryGuestKeys:
    def __init__(self, carts: MemoryTable[CartId, Cart], live: MemoryTable[CartOwner, CartId]) -> None:
        self._carts = carts
        self._live = live

    def current_owner(self, owner: CartOwner) -> CartOwner:
        cart_id = self._live.get(owner)
        cart = None if cart_id is None else self._carts.get(cart_id)
        return (
            owner if cart is None or cart.merged_into_user_id is None else CartOwner(user_id=cart.merged_into_user_id)
        )
