"""Orders, for those who placed them."""

from typing import TypeAlias

from shop_domain.checkout.service import CancellationService
from shop_domain.orders.errors import IllegalTransition, OrderNotFound, PaymentInProgress
from shop_domain.orders.model import OrderNumber, OrderSummary
from shop_domain.orders.service import OrderService
from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.etags import IfMatch, make_etag
from shop_http.guards import Access
from shop_http.owners import visitor_of
from shop_http.routing import Controller, get, post
from shop_http.schemas.orders import HistoryEntryOut, OrderOut, OrderQuery
from shop_http.schemas.paging import Pagination, Results
from shop_http.schemas.payments import TokenQuery

Orders: TypeAlias = Results[OrderOut]
History: TypeAlias = Results[HistoryEntryOut]


class OrderController(Controller):
    """What was bought."""

    path = "/api/v1/orders"
    tag = "Orders"

    @get("/", access=Access.USER, operation_id="ListOrders")
    def list_own(self, caller: Caller, query: OrderQuery, pagination: Pagination, orders: OrderService) -> Orders:
        """List the caller's orders, the newest first."""
        page = orders.list_orders(caller.signed_in.user_id, query.to_filter(), pagination.request)
        return pagination.results(page, OrderOut.of)

    @get("/{number:str}/", access=Access.GUEST_OR_USER, operation_id="ShowOrder", refuses=(OrderNotFound,))
    def show(self, number: OrderNumber, caller: Caller, query: TokenQuery, orders: OrderService) -> Reply[OrderOut]:
        """Show an order to whoever placed it; a guest names its token or the session key."""
        return _response(orders.order(number, visitor_of(caller, query.token)))

    @get(
        "/{number:str}/history/", access=Access.GUEST_OR_USER, operation_id="ShowOrderHistory", refuses=(OrderNotFound,)
    )
    def show_history(self, number: OrderNumber, caller: Caller, query: TokenQuery, orders: OrderService) -> History:
        """List an order's moves, the oldest first."""
        entries = orders.history(number, visitor_of(caller, query.token))
        shown = tuple(HistoryEntryOut.of(entry) for entry in entries)
        return Results(count=len(shown), next=None, previous=None, results=shown)

    @post(
        "/{number:str}/cancel/",
        access=Access.GUEST_OR_USER,
        operation_id="CancelOrder",
        refuses=(OrderNotFound, IllegalTransition, PaymentInProgress),
    )
    def cancel(
        self,
        number: OrderNumber,
        caller: Caller,
        query: TokenQuery,
        if_match: IfMatch,
        order_cancellation: CancellationService,
    ) -> OrderOut:
        """Take an order back before it ships; one that is paid is refunded in full."""
        return OrderOut.of(
            order_cancellation.cancel(number, visitor_of(caller, query.token), expected_version=if_match.version)
        )


def _response(summary: OrderSummary) -> Reply[OrderOut]:
    order = summary.placed.order
    return Reply(OrderOut.of(summary), etag=make_etag(order.version, summary.payment_status))
