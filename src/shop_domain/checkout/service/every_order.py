"""All orders of a user, however many pages they fill."""

from collections.abc import Iterator

from shop_domain.accounts.model import UserId
from shop_domain.kernel.paging import LARGEST_SIZE, Cursor, PageRequest
from shop_domain.orders.model import OrderFilter, OrderSummary
from shop_domain.orders.ports import OrderReader


def every_order(reader: OrderReader, user_id: UserId, wanted: OrderFilter) -> Iterator[OrderSummary]:
    """Walk a user's orders, the newest first."""
    cursor: Cursor | None = None
    while True:
        page = reader.of_user(user_id, wanted, PageRequest(size=LARGEST_SIZE, counted=False, cursor=cursor))
        yield from page.items
        if page.next is None:
            return
        cursor = page.next
