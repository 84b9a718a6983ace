"""How is a cart converted to an order, and reopened when the order fails?

A reopened cart is ACTIVE again with identical lines and coupons. If its owner has another ACTIVE cart by then, the
lines go into that newer cart, quantities of the same variant adding up, and the old cart becomes MERGED. If the guest
whose cart it was has signed in meanwhile, it is reopened for that user.
"""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.cart.cart_merge import merge_carts
from shop_domain.cart.model import Cart, CartOwner, CartStatus


def converted(cart: Cart, now: datetime) -> Cart:
    """Close the cart for an order; ValueError where it is not ACTIVE."""
    return _moved(cart, from_status=CartStatus.ACTIVE, to_status=CartStatus.CONVERTED, now=now)


def reopened(cart: Cart, *, owner: CartOwner, newer: Cart | None, now: datetime) -> tuple[Cart, ...]:
    """Give the carts to save, in this order, so that the shopper has everything back; none if it is reopened already.

    `owner` is the cart's present owner (see GuestKeys) and `newer` the owner's ACTIVE cart, locked.
    """
    if cart.status is not CartStatus.CONVERTED:
        return ()
    if newer is None:
        return (replace(_moved(cart, CartStatus.CONVERTED, CartStatus.ACTIVE, now), owner=owner),)
    return _moved(cart, CartStatus.CONVERTED, CartStatus.MERGED, now), merge_carts(newer, cart, now)


def _moved(cart: Cart, from_status: CartStatus, to_status: CartStatus, now: datetime) -> Cart:
    if cart.status is not from_status:
        msg = f"a cart that is {cart.status} can't become {to_status}"
        raise ValueError(msg)
    return replace(cart, status=to_status, updated_at=now)
