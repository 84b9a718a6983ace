"""Take a guest's cart along at login."""

from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.model import UserId
from shop_domain.cart.cart_merge import capped, says_something, telling_lost_coupons, together
from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.cart.events import GuestCartWaits
from shop_domain.cart.guest_key import GuestKeyPolicy, hash_of
from shop_domain.cart.may_use_coupon import with_valid_coupons
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus, GuestKeyHash
from shop_domain.cart.ports import CartMergeTx, CartTx
from shop_domain.cart.service.reading import read_facts
from shop_domain.cart.visit import empty_cart
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy, StorageUnavailable
from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried
from shop_domain.pricing.customer import customer_of

FOR_NOW: Final = (StorageBusy, StorageUnavailable, ConcurrentUpdate)
"""Why a cart can't be merged at this moment, through no fault of its own."""


class CartMergeService:
    """What a guest chose is not lost when it turns out who the guest is."""

    def __init__(
        self, *, begin: Begin[CartMergeTx], clock: Clock, new_id: NewId, keys: GuestKeyPolicy, currency: str
    ) -> None:
        """Merge in this storage."""
        self._begin = begin
        self._clock = clock
        self._new_id = new_id
        self._keys = keys
        self._currency = currency

    def take_along(self, guest_key: str, user_id: UserId) -> None:
        """Merge the guest's cart into the user's, or have it follow later where that can't be done right now.

        A login is complete without it: it must neither fail nor be repeated for the sake of a cart. Where not even the
        wish can be noted, the guest's key stays good, and the next login with it takes the cart along.
        """
        try:
            self.merge_guest_into_user(guest_key, user_id)
        except FOR_NOW:
            with suppress(*FOR_NOW):
                self._note(GuestCartWaits(at=self._clock(), user_id=user_id, guest=hash_of(guest_key)))

    def hear(self, _event_id: UUID, event: Event) -> None:
        """Let a cart follow that could not come along at the login; one that came meanwhile changes nothing."""
        if isinstance(event, GuestCartWaits):
            self._let_follow(event.guest, event.user_id)

    @retried
    def _note(self, event: Event) -> None:
        with self._begin() as tx:
            tx.outbox.add(event)

    @retried
    def _let_follow(self, guest: GuestKeyHash, user_id: UserId) -> None:
        with self._begin() as tx, suppress(GuestKeyRetired):
            if (cart := tx.carts.lock_active_of(CartOwner(guest=guest))) is not None:
                self._merge(tx, cart, user_id, self._clock())

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
            self._merge(tx, cart or self._new_cart(guest, now), user_id, now)

    def _merge(self, tx: CartTx, cart: Cart, user_id: UserId, now: datetime) -> None:
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
