"""Take a guest's cart along at login."""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.model import UserId
from shop_domain.cart.cart_merge import capped, says_something, telling_lost_coupons, together
from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.cart.guest_key import GuestKeyPolicy, hash_of
from shop_domain.cart.may_use_coupon import with_valid_coupons
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus
from shop_domain.cart.ports import CartTx
from shop_domain.cart.service.reading import read_facts
from shop_domain.cart.visit import empty_cart
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried
from shop_domain.pricing.customer import customer_of


class CartMergeService:
    """What a guest chose is not lost when it turns out who the guest is."""

    def __init__(
        self, *, begin: Begin[CartTx], clock: Clock, new_id: NewId, keys: GuestKeyPolicy, currency: str
    ) -> None:
        """Merge in this storage."""
        self._begin = begin
        self._clock = clock
        self._new_id = new_id
        self._keys = keys
        self._currency = currency

    @retried
    def merge_guest_into_user(self, guest_key: str, user_id: UserId) -> None:
        """Put what the guest has into the user's cart, and let the guest's key open nothing any more.

        Once: a key that is retired already, or that the shop never made, changes nothing.
        """
        now = self._clock()
        guest = CartOwner(guest=hash_of(guest_key))
        with self._begin() as tx:
            try:
                cart = tx.carts.lock_active_of(guest)
            except GuestKeyRetired:
                return
            if cart is None and not self._keys.is_ours(guest_key, now):
                return
            cart = cart or self._new_cart(guest, now)
            self._retire(tx, cart, user_id, now)
            if says_something(cart):
                self._hand_over(tx, cart, CartOwner(user_id=user_id), now)

    def _retire(self, tx: CartTx, cart: Cart, heir: UserId, now: datetime) -> None:
        """Keep the guest's cart as the proof that its key is dead, with nothing in it that anybody could find."""
        merged = empty_cart(cart.id, cart.owner, cart.currency, now)
        tx.carts.save(replace(merged, status=CartStatus.MERGED, heir=heir, version=cart.version))

    def _hand_over(self, tx: CartTx, cart: Cart, user: CartOwner, now: datetime) -> None:
        own = tx.carts.lock_active_of(user) or self._new_cart(user, now, cart.currency)
        merged = together(own, cart, now)
        facts = read_facts(tx, merged, customer_of(user.user_id, None), now)
        merged = capped(merged, facts.offers)
        merged = with_valid_coupons(merged, facts.coupons, facts.basket(merged))
        tx.carts.save(telling_lost_coupons(merged, (*own.coupon_codes, *cart.coupon_codes)))

    def _new_cart(self, owner: CartOwner, now: datetime, currency: str | None = None) -> Cart:
        return empty_cart(CartId(self._new_id()), owner, currency or self._currency, now)
