"""Orders, for those who placed them."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop_domain.orders.errors import IllegalTransition, OrderNotFound, PaymentInProgress
from shop_domain.orders.model import OrderNumber
from shop_http.dependencies import CurrentCaller, CurrentPage, ExpectedVersion, OrderCancellation, Orders, Pages
from shop_http.etags import make_etag
from shop_http.guards import guest_or_user, user
from shop_http.owners import visitor_of
from shop_http.pages.link_pages import REFUSED_LINK
from shop_http.schemas.orders import HistoryEntryOut, OrderOut, OrderQuery
from shop_http.schemas.paging import Results
from shop_http.schemas.payments import TokenQuery


class OrderController(Controller):
    """What was bought."""

    path = "/api/v1/orders"
    tags = ["Orders"]

    @get("/", guards=[user], operation_id="ListOrders")
    def list_own(
        self, caller: CurrentCaller, params: NamedDependency[OrderQuery], pagination: CurrentPage, orders: Orders
    ) -> Results[OrderOut]:
        """List the caller's orders, the newest first."""
        page = orders.list_orders(caller.signed_in.user_id, params.to_filter(), pagination.request)
        return pagination.results(page, OrderOut.of)

    @get(
        "/{number:str}/",
        guards=[guest_or_user],
        operation_id="ShowOrder",
        refuses=(OrderNotFound,),
        exception_handlers=REFUSED_LINK,
    )
    def show(
        self,
        number: FromPath[OrderNumber],
        caller: CurrentCaller,
        params: NamedDependency[TokenQuery],
        pages: Pages,
        orders: Orders,
    ) -> Response[OrderOut]:
        """Show an order to whoever placed it; a guest names its token or the session key."""
        summary = orders.order(number, visitor_of(caller, params.token))
        etag = make_etag(summary.placed.order.version, summary.payment_status)
        return pages.page_or_json("order.html.jinja", Response(OrderOut.of(summary), headers={"ETag": etag}))

    @get("/{number:str}/history/", guards=[guest_or_user], operation_id="ShowOrderHistory", refuses=(OrderNotFound,))
    def show_history(
        self, number: FromPath[OrderNumber], caller: CurrentCaller, params: NamedDependency[TokenQuery], orders: Orders
    ) -> Results[HistoryEntryOut]:
        """List an order's moves, the oldest first."""
        entries = orders.history(number, visitor_of(caller, params.token))
        shown = tuple(HistoryEntryOut.of(entry) for entry in entries)
        return Results(count=len(shown), next=None, previous=None, results=shown)

    @post(
        "/{number:str}/cancel/",
        guards=[guest_or_user],
        operation_id="CancelOrder",
        status_code=200,
        refuses=(OrderNotFound, IllegalTransition, PaymentInProgress),
    )
    def cancel(
        self,
        number: FromPath[OrderNumber],
        caller: CurrentCaller,
        params: NamedDependency[TokenQuery],
        if_match: ExpectedVersion,
        order_cancellation: OrderCancellation,
    ) -> OrderOut:
        """Take an order back before it ships; one that is paid is refunded in full."""
        return OrderOut.of(
            order_cancellation.cancel(number, visitor_of(caller, params.token), expected_version=if_match.version)
        )
