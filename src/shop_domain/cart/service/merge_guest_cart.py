"""Merge a guest's cart into the user's at login."""

from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.model import UserId
from shop_domain.cart.cart_merge import cap_to_stock, has_content, merge_carts, with_lost_coupon_notices
from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.cart.events import GuestCartMergeDeferred
from shop_domain.cart.guest_key import GuestKeyPolicy, hash_guest_key
from shop_domain.cart.may_use_coupon import with_valid_coupons
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus, GuestKeyHash
from shop_domain.cart.ports import CartMergeTx, CartTx
from shop_domain.cart.resolved_cart import empty_cart
from shop_domain.cart.service.load_pricing_context import load_pricing_context
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy, StorageUnavailable
from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.pricing.customer_key import customer_key

TRANSIENT_ERRORS: Final = (StorageBusy, StorageUnavailable, ConcurrentUpdate)
"""Errors after which a cart can be merged later."""


class CartMergeService:
    """Merges the carts of guests who sign in."""

    def __init__(
        self, *, begin: Begin[CartMergeTx], clock: Clock, new_id: NewId, keys: GuestKeyPolicy, currency: str
    ) -> None:
        self._begin = begin
        self._clock = clock
        self._new_id = new_id
        self._keys = keys
        self._currency = currency

    def merge_at_login(self, guest_key: str, user_id: UserId) -> None:
        """Merge the guest's cart into the user's, or later where that can't be done now.

        A login must neither fail nor be repeated because of a cart. Where not even the request to merge later can be
        stored, the guest's key stays valid, and the next login with it merges the cart.
        """
        try:
            self.merge_guest_into_user(guest_key, user_id)
        except TRANSIENT_ERRORS:
            with suppress(*TRANSIENT_ERRORS):
                self._defer(GuestCartMergeDeferred(at=self._clock(), user_id=user_id, guest=hash_guest_key(guest_key)))

    def handle(self, _event_id: UUID, event: Event) -> None:
        """Merge a cart that could not be merged at the login; one that was merged meanwhile changes nothing."""
        if isinstance(event, GuestCartMergeDeferred):
            self._merge_deferred(event.guest, event.user_id)

    @retry_on_storage_busy
    def _defer(self, event: Event) -> None:
        with self._begin() as tx:
            tx.outbox.add(event)

    @retry_on_storage_busy
    def _merge_deferred(self, guest: GuestKeyHash, user_id: UserId) -> None:
        with self._begin() as tx, suppress(GuestKeyRetired):
            if (cart := tx.carts.lock_active(CartOwner(guest=guest))) is not None:
                self._merge(tx, cart, user_id, self._clock())

    @retry_on_storage_busy
    def merge_guest_into_user(self, guest_key: str, user_id: UserId) -> None:
        """Merge the guest's cart into the user's, and retire the guest's key.

        A key that is retired already, or that the shop never issued, changes nothing.
        """
        now = self._clock()
        guest = CartOwner(guest=hash_guest_key(guest_key))
        with self._begin() as tx:
            try:
                cart = tx.carts.lock_active(guest)
            except GuestKeyRetired:
                return
            if cart is None and not self._keys.is_valid(guest_key, now):
                return
            self._merge(tx, cart or self._new_cart(guest, now), user_id, now)

    def _merge(self, tx: CartTx, cart: Cart, user_id: UserId, now: datetime) -> None:
        self._retire(tx, cart, user_id, now)
        if has_content(cart):
            self._merge_into_user_cart(tx, cart, CartOwner(user_id=user_id), now)

    def _retire(self, tx: CartTx, cart: Cart, user_id: UserId, now: datetime) -> None:
        """Keep the guest's cart, emptied, as the record that its key is retired."""
        merged = empty_cart(cart.id, cart.owner, cart.currency, now)
        tx.carts.save(replace(merged, status=CartStatus.MERGED, merged_into_user_id=user_id, version=cart.version))

    def _merge_into_user_cart(self, tx: CartTx, cart: Cart, user: CartOwner, now: datetime) -> None:
        own = tx.carts.lock_active(user) or self._new_cart(user, now, cart.currency)
        merged = merge_carts(own, cart, now)
        context = load_pricing_context(tx, merged, customer_key(user.user_id, None), now)
        merged = cap_to_stock(merged, context.offers)
        merged = with_valid_coupons(merged, context.coupons, context.coupon_context(merged))
        tx.carts.save(with_lost_coupon_notices(merged, (*own.coupon_codes, *cart.coupon_codes)))

    def _new_cart(self, owner: CartOwner, now: datetime, currency: str | None = None) -> Cart:
        return empty_cart(CartId(self._new_id()), owner, currency or self._currency, now)
