"""Whose cart is meant, and what is the shopper shown?"""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId
from shop_domain.cart.model import Cart, CartId, CartOwner, PricedCart
from shop_domain.kernel.errors import StaleVersion

_UUID7: Final = 0x7 << 76 | 0x2 << 62
_FREE: Final = (0xFFF << 64) | ((1 << 62) - 1)
"""The bits of a UUIDv7 that are neither its time nor its kind."""


class Shopper(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls: a user, else a guest with the key that was sent, else a new guest."""

    user_id: UserId | None = None
    guest_key: str | None = None


class ResolvedCart(msgspec.Struct, frozen=True, kw_only=True):
    """An owner with the ACTIVE cart, where there is one."""

    owner: CartOwner
    cart: Cart | None
    new_guest_key: str | None = None
    """The key of a guest who came without a valid one."""


class CartView(msgspec.Struct, frozen=True, kw_only=True):
    """A priced cart as its shopper sees it."""

    priced: PricedCart
    new_guest_key: str | None


def empty_cart(cart_id: CartId, owner: CartOwner, currency: str, now: datetime) -> Cart:
    """Make an empty cart; it is stored with its first change."""
    return Cart(id=cart_id, owner=owner, currency=currency, created_at=now, updated_at=now)


def provisional_cart_id(owner: CartOwner) -> CartId:
    """Give the id under which a cart is shown that is not stored yet; once it is stored it has another one."""
    whose = f"guest {owner.guest}" if owner.user_id is None else f"user {owner.user_id}"
    bits = int.from_bytes(sha256(f"unsaved cart of {whose}".encode()).digest()[:10])
    return CartId(UUID(int=_UUID7 | (bits & _FREE)))


def require_version(cart: Cart, expected_version: int | None) -> None:
    """Let a change pass that is meant for this version, or for any; raise StaleVersion."""
    if expected_version not in {None, cart.version}:
        raise StaleVersion
