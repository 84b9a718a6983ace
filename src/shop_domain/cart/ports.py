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
        """Find the owner's ACTIVE cart; raise GuestKeyRetired where a login took over what the guest had."""
        ...

    def lock_active(self, owner: CartOwner) -> Cart | None:
        """Find the owner's ACTIVE cart and hold it until the transaction ends; raise GuestKeyRetired."""
        ...

    def get(self, cart_id: CartId) -> Cart:
        """Read a cart of any status; raise CartNotFound."""
        ...

    def lock(self, cart_id: CartId) -> Cart:
        """Read a cart of any status and hold it until the transaction ends; raise CartNotFound."""
        ...

    def save(self, cart: Cart) -> Cart:
        """Store the cart and return it at its next version; raise ConcurrentUpdate if it moved on.

        Raises StorageBusy where the owner got another ACTIVE cart at this very moment: run the use case again, and
        it finds that one.
        """
        ...


class GuestKeys(Protocol):
    """What became of the keys by which guests are known."""

    def current_owner(self, owner: CartOwner) -> CartOwner:
        """Name whose carts these are now: the user's whose login retired the guest's key, or still the owner's."""
        ...


class OfferLookup(Protocol):
    """The catalogue and the stock as carts see them."""

    def for_variants(self, variant_ids: Collection[VariantId]) -> Mapping[VariantId, Offer]:
        """Read what is offered of these variants right now, in one statement; unknown ones are left out."""
        ...


class CartCleanup(Protocol):
    """Carts that nobody comes back to."""

    def abandon(self, idle_before: datetime, at: datetime, limit: int) -> int:
        """Mark ACTIVE carts with something in them ABANDONED that nobody touched since; tell how many."""
        ...

    def purge(self, idle_before: datetime, limit: int) -> int:
        """Forget guests' carts, and empty ones, that nobody touched since and no order came from; tell how many."""
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
    """The part of a transaction that a login's carts use."""

    @property
    def outbox(self) -> Outbox: ...


class CartCleanupTx(Protocol):
    """The part of a transaction that tidying up uses."""

    @property
    def cart_cleanup(self) -> CartCleanup: ...
