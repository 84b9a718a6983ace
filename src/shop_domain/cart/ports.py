"""What carts need from the storage."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from shop_domain.cart.model import Cart, CartId, CartOwner, Offer
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.ports import Outbox, ProcessedRequests
from shop_domain.pricing.ports import CouponRedemptionTx


class CartRepository(Protocol):
    """Carts by owner and id, guarded by a version. An owner has at most one ACTIVE cart."""

    def get_active(self, owner: CartOwner) -> Cart | None:
        """Find the owner's ACTIVE cart; raise GuestKeyRetired where the guest's cart was merged at a login."""
        ...

    def lock_active(self, owner: CartOwner) -> Cart | None:
        """Find the owner's ACTIVE cart and lock it until the transaction ends; raise GuestKeyRetired."""
        ...

    def get(self, cart_id: CartId) -> Cart:
        """Read a cart of any status; raise CartNotFound."""
        ...

    def lock(self, cart_id: CartId) -> Cart:
        """Read a cart of any status and lock it until the transaction ends; raise CartNotFound."""
        ...

    def save(self, cart: Cart) -> Cart:
        """Store the cart and return it at its next version; raise ConcurrentUpdate if it moved on.

        Raises StorageBusy where the owner gets another ACTIVE cart at this moment: run the use case again, and it finds
        that one.
        """
        ...


class GuestKeys(Protocol):
    """What became of the keys that identify guests."""

    def current_owner(self, owner: CartOwner) -> CartOwner:
        """Give the present owner of carts: the user into whose cart the guest's was merged, or still this owner."""
        ...


class OfferLookup(Protocol):
    """What the shop offers of variants: the catalogue and the stock."""

    def for_variants(self, variant_ids: Collection[VariantId]) -> Mapping[VariantId, Offer]:
        """Read what is offered of these variants right now, in one statement; unknown ones are left out."""
        ...


class CartCleanup(Protocol):
    """Abandoned carts."""

    def abandon(self, idle_before: datetime, at: datetime, limit: int) -> int:
        """Mark ACTIVE carts with something in them ABANDONED that nobody touched since; tell how many."""
        ...

    def purge(self, idle_before: datetime, limit: int) -> int:
        """Delete guests' carts, and empty ones, that nobody touched since and no order came from; tell how many."""
        ...


class CartTx(CouponRedemptionTx, Protocol):
    """The part of a transaction that carts use."""

    @property
    def carts(self) -> CartRepository: ...
    @property
    def guest_keys(self) -> GuestKeys: ...
    @property
    def offers(self) -> OfferLookup: ...
    @property
    def processed_requests(self) -> ProcessedRequests: ...


class CartMergeTx(CartTx, Protocol):
    """The part of a transaction that the merge of carts uses."""

    @property
    def outbox(self) -> Outbox: ...


class CartCleanupTx(Protocol):
    """The part of a transaction that the cleanup of carts uses."""

    @property
    def cart_cleanup(self) -> CartCleanup: ...
