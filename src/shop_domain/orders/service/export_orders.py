"""Every order since a day, for those who count and file them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shop_domain.kernel.ports import Begin
from shop_domain.orders.model import OrderSummary
from shop_domain.orders.ports import OrdersTx

BATCH_SIZE: Final = 200


class OrderExportService:
    """Reads orders a few hundred at a time, so that any number of them takes no more memory."""

    def __init__(self, *, read: Begin[OrdersTx]) -> None:
        self._read = read

    def placed_since(self, since: datetime) -> Iterator[OrderSummary]:
        """Give the orders placed at a moment or later, the oldest first, each as it is when its turn comes."""
        after: OrderSummary | None = None
        while True:
            with self._read() as tx:
                orders = tx.order_reader.placed_since(since, after=after, limit=BATCH_SIZE)
            yield from orders
            if len(orders) < BATCH_SIZE:
                return
            after = orders[-1]
