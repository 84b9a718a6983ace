"""Events of carts."""

from shop_domain.accounts.model import UserId
from shop_domain.cart.model import GuestKeyHash
from shop_domain.kernel.events import Event


class GuestCartMergeDeferred(Event, frozen=True, kw_only=True):
    """A login could not merge the guest's cart at once; it is to be merged as soon as possible."""

    user_id: UserId
    guest: GuestKeyHash

    @property
    def ordering_key(self) -> str:
        """Keep the merges into one user's cart in their order."""
        return f"cart:{self.user_id}"
