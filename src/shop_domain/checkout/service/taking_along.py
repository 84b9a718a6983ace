"""A user takes all data along."""

from typing import Final

from shop_domain.accounts.errors import UserNotFound
from shop_domain.auth.model import SignedIn
from shop_domain.checkout.ports import TakingAlongTx
from shop_domain.checkout.service.every_order import every_order
from shop_domain.checkout.whole_account import WholeAccount, shortened
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.orders.model import OrderFilter

MOST: Final = 20_000
"""Of each list but the orders; nobody comes near it by shopping."""


class TakingAlongService:
    """What the shop holds on a user, in one piece."""

    def __init__(self, *, read: Begin[TakingAlongTx], clock: Clock) -> None:
        """Look in this storage."""
        self._read, self._clock = read, clock

    def export(self, caller: SignedIn) -> WholeAccount:
        """Gather all data held on the caller; no secret is among it. Raises UserNotFound."""
        user_id = caller.user_id
        with self._read() as tx:
            user = tx.users.get(user_id)
            if user is None:
                raise UserNotFound
            held, cut_short = shortened(tx.held_data.of(user_id, MOST + 1), MOST)
            return WholeAccount(
                user=user,
                profile=tx.profiles.of(user_id),
                addresses=tx.address_books.of(user_id),
                orders=tuple(every_order(tx.order_reader, user_id, OrderFilter())),
                held=held,
                cut_short=cut_short,
                exported_at=self._clock(),
            )
