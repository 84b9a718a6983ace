"""Find the cart of whoever calls."""

from collections.abc import Callable
from datetime import datetime

from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.cart.guest_key import RANDOM_BYTES, GuestKeyPolicy, hash_guest_key
from shop_domain.cart.model import Cart, CartOwner
from shop_domain.cart.resolved_cart import ResolvedCart, Shopper
from shop_domain.kernel.ports import RandomBytes


class CartResolver:
    """Identifies users by their id, and guests by the keys that the shop issues."""

    def __init__(self, *, keys: GuestKeyPolicy, random_bytes: RandomBytes) -> None:
        self._keys = keys
        self._random = random_bytes

    def resolve(self, shopper: Shopper, find: Callable[[CartOwner], Cart | None], now: datetime) -> ResolvedCart:
        """Find the shopper's ACTIVE cart.

        A guest whose key the shop did not issue, or whose cart was merged at a login, is a new guest with a new key: so
        nobody can choose the key of somebody else.
        """
        if shopper.user_id is not None:
            owner = CartOwner(user_id=shopper.user_id)
            return ResolvedCart(owner=owner, cart=find(owner))
        known = None if shopper.guest_key is None else self._known_guest(shopper.guest_key, find, now)
        return known or self._new_guest(now)

    def _known_guest(self, key: str, find: Callable[[CartOwner], Cart | None], now: datetime) -> ResolvedCart | None:
        owner = CartOwner(guest=hash_guest_key(key))
        try:
            cart = find(owner)
        except GuestKeyRetired:
            return None
        if cart is None and not self._keys.is_valid(key, now):
            return None
        return ResolvedCart(owner=owner, cart=cart)

    def _new_guest(self, now: datetime) -> ResolvedCart:
        key = self._keys.issue(self._random(RANDOM_BYTES), now)
        return ResolvedCart(owner=CartOwner(guest=hash_guest_key(key)), cart=None, new_guest_key=key)
