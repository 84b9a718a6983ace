"""Shoppers, coupons, orders and prices on any storage."""

from msgspec.structs import replace

from shop_adapters.memory.store import MemoryStore
from shop_domain.cart.conversion import converted, reopened
from shop_domain.cart.guest_key import hash_guest_key
from shop_domain.cart.model import CartOwner
from shop_domain.cart.resolved_cart import Shopper
from tests.builders import NOW, a_coupon, a_user_id, eur


def a_shopper() -> Shopper:
    return Shopper(user_id=a_user_id())


def create_coupon(store, **terms):
    with store.begin() as tx:
        return tx.coupon_admin.save(a_coupon(**terms))


def owner_of(shopper: Shopper) -> CartOwner:
    return CartOwner(
        user_id=shopper.user_id, guest=None if shopper.user_id else hash_guest_key(shopper.guest_key or "")
    )


def convert_cart(store, shopper: Shopper):
    """Close a cart for an order."""
    with store.begin() as tx:
        return tx.carts.save(converted(tx.carts.lock_active(owner_of(shopper)), NOW))


def reopen_cart(store, cart) -> None:
    with store.begin() as tx:
        held, owner = tx.carts.lock(cart.id), tx.guest_keys.current_owner(cart.owner)
        for changed in reopened(held, owner=owner, newer=tx.carts.lock_active(owner), now=NOW):
            tx.carts.save(changed)


def set_price(store, product, minor: int) -> None:
    with store.begin() as tx:
        if isinstance(store, MemoryStore):
            (variant,) = product.variants
            tx.source.products.put(product.id, replace(product, variants=(replace(variant, price=eur(minor)),)))
        else:
            from sqlalchemy import update

            from shop_adapters.sql.catalog.tables import variants

            tx.source.execute(update(variants).values(price_minor=minor))
