"""A user takes all data along."""

from collections.abc import Iterator
from typing import Final

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import UserId
from shop_domain.auth.model import SignedIn
from shop_domain.checkout.ports import TakingAlongTx
from shop_domain.checkout.whole_account import WholeAccount, shortened
from shop_domain.kernel.paging import LARGEST_SIZE, PageRequest
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.orders.model import OrderFilter, OrderSummary

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
                orders=tuple(_orders(tx, user_id)),
                held=held,
                cut_short=cut_short,
                exported_at=self._clock(),
            )


def _orders(tx: TakingAlongTx, user_id: UserId) -> Iterator[OrderSummary]:
    page = tx.order_reader.of_user(user_id, OrderFilter(), PageRequest(size=LARGEST_SIZE, counted=False))
    yield from page.items
    while page.next is not None:
        following = PageRequest(size=LARGEST_SIZE, counted=False, cursor=page.next)
        page = tx.order_reader.of_user(user_id, OrderFilter(), following)
        yield from page.items
