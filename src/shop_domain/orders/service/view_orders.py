"""Show orders to those who placed them."""

from shop_domain.accounts.model import UserId
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin
from shop_domain.orders.access import OrderViewer, require_access
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import HistoryEntry, OrderFilter, OrderNumber, OrderSummary
from shop_domain.orders.ports import OrdersTx, OrderTokens


class OrderService:
    """Orders, as those who placed them see them."""

    def __init__(self, *, read: Begin[OrdersTx], tokens: OrderTokens) -> None:
        self._read = read
        self._tokens = tokens

    def list_orders(self, user_id: UserId, wanted: OrderFilter, page: PageRequest) -> Page[OrderSummary]:
        """List a user's own orders, the newest first."""
        with self._read() as tx:
            return tx.order_reader.list_by_user(user_id, wanted, page)

    def order(self, number: OrderNumber, viewer: OrderViewer) -> OrderSummary:
        """Show one order; raise OrderNotFound where there is none or it is somebody else's."""
        with self._read() as tx:
            return self._visible(tx, number, viewer)

    def history(self, number: OrderNumber, viewer: OrderViewer) -> tuple[HistoryEntry, ...]:
        """List an order's moves, the oldest first; raise OrderNotFound as `order` does."""
        with self._read() as tx:
            order = self._visible(tx, number, viewer).placed.order
            return tx.order_reader.history(order.id)

    def _visible(self, tx: OrdersTx, number: OrderNumber, viewer: OrderViewer) -> OrderSummary:
        summary = tx.order_reader.by_number(number)
        if summary is None:
            raise OrderNotFound
        order = summary.placed.order
        require_access(order, viewer, self._tokens(order.id))
        return summary
