"""What happens to carts that somebody has to hear of."""

from shop_domain.accounts.model import UserId
from shop_domain.cart.model import GuestKeyHash
from shop_domain.kernel.events import Event


class GuestCartMergeDeferred(Event, frozen=True, kw_only=True):
    """A login could not take the guest's cart along at its moment; it is to follow as soon as it can."""

    user_id: UserId
    guest: GuestKeyHash

    @property
    def ordering_key(self) -> str:
        """Keep the carts that follow one user in their order."""
        return f"cart:{self.user_id}"
