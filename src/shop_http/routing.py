'''How a route is written.

A context's routes are methods of one `Controller` in `routes/<context>.py`. They are plain functions: they run in a
worker thread, may block, and can be called by a test as they are. What a method needs is told by its annotations:

    class CartController(Controller):
        """Carts of guests and users."""

        path = "/api/v1/cart"
        tag = "Cart"

        @get("/", access=Access.GUEST_OR_USER, operation_id="ShowCart")
        def show(self, caller: Caller, carts: CartService) -> Reply[CartOut]:
            """Show the cart with its totals."""
            cart = carts.show(caller.user, caller.guest_key)
            return Reply(CartOut.of(cart), etag=etag_of(cart.version))

        @post("/items/", access=Access.GUEST_OR_USER, operation_id="AddItemToCart", refuses=(InsufficientStock,))
        def add_item(self, caller: Caller, body: AddItem, carts: CartService) -> CartOut:
            """Put a product in the cart at its current price."""
            return CartOut.of(carts.add_item(caller.user, caller.guest_key, body.variant_id, body.quantity))

        @delete("/items/{item_id:uuid}/", access=Access.GUEST_OR_USER, operation_id="RemoveItem")
        def remove(self, item_id: ItemId, caller: Caller, if_match: IfMatch, carts: CartService) -> CartOut:
            """Take a line out of the cart."""
            return CartOut.of(carts.remove(caller.user, caller.guest_key, item_id, expected_version=if_match.version))

    class OrderController(Controller):
        path = "/api/v1/orders"
        tag = "Orders"

        @get("/", access=Access.USER, operation_id="ListOrders")
        def list_own(self, caller: Caller, query: OrderQuery, listing: Listing, orders: OrderService) -> Orders:
            """List the caller's orders, newest first (Orders is Results[OrderOut])."""
            return listing.answer(orders.list_own(caller.signed_in.user_id, query.status, listing.request), OrderOut.of)

        @post("/", access=Access.USER, operation_id="PlaceOrder", status=201, idempotent=True, refuses=(CartEmpty,))
        def place(self, caller: Caller, body: PlaceOrder, request_id: UUID | None, orders: OrderService) -> OrderOut:
            """Place an order."""
            return OrderOut.of(orders.place(caller.signed_in.user_id, request_id=request_id))

What an annotation brings:

- a name of the path's (`{item_id:uuid}`, `{slug:str}`): that part of the path; a text with a NUL, or longer than 255,
  is not found, unless the method takes it as `Unjudged`;
- `Caller`: who calls, checked against `access` before anything else is looked at;
- a parameter named `body`: the JSON body, of a type derived from `wire.body.Body`;
- a parameter named `query`: the query parameters, of a type derived from `wire.body.Query`; a route without takes none;
- `Listing`: the page that is wanted, and the answer's shape; `page`, `page_size`, `cursor` and `count` are then query
  parameters too;
- `IfMatch`: the version that the caller believes to change, for `expected_version=…`;
- `IfNoneMatch`: what the caller holds already, where a version can be told for less than the thing itself;
- `RawRequest`: headers, body and query as they came, for webhooks; nothing of it has been checked, but its size;
- `Glance`: whether a GET is in earnest, for links that do something: HEAD and fetching ahead must not;
- a parameter named `request_id` on an `idempotent=True` route: hand it to the service for its OnceOnly;
- anything else: the service of that very type, from the container.

What a method returns: a msgspec structure (or a tuple of them) with the route's `status`; `None` for 204; `Reply`
where a header, another status or an `etag` goes with it. A refusal is raised, never returned; `refuses=` documents it
in the OpenAPI document, beside those that the access level, the body, the query and `idempotent` bring by themselves.
`mailed=True` is for a link in a mail: what programs on its way append to the query is not looked at.
`also=(202,)` names further statuses that a good answer may have.
`keeps_log=True` is for what staff change where the service writes down itself what was changed, in its transaction; of
all other changes by staff the route's name and path are written down.
`blocking=False` is for a handler that touches nothing: it does not wait for a thread.
Answers are `Cache-Control: no-store` unless the route says `cached_for=<seconds>`.
'''

from collections.abc import Callable
from typing import Any, ClassVar, Final, TypedDict, TypeVar, Unpack

import msgspec

from shop_domain.kernel.errors import ShopError
from shop_http.guards import Access
from shop_http.receiving import JSON_LIMIT
from shop_http.workers import Lane

F = TypeVar("F", bound=Callable[..., object])
_DECLARED: Final = "__endpoint__"


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a route says of itself."""

    method: str
    path: str
    handler: Callable[..., Any]
    access: Access
    operation_id: str
    tag: str = ""
    status: int = 200
    refuses: tuple[type[ShopError], ...] = ()
    idempotent: bool = False
    cached_for: int | None = None
    body_limit: int = JSON_LIMIT
    in_schema: bool = True
    also: tuple[int, ...] = ()
    blocking: bool = True
    mailed: bool = False
    lane: Lane = Lane.MAIN
    keeps_log: bool = False


class More(TypedDict, total=False):
    """What a route says of itself where it is not as usual; see Endpoint."""

    status: int
    refuses: tuple[type[ShopError], ...]
    idempotent: bool
    cached_for: int | None
    body_limit: int
    in_schema: bool
    also: tuple[int, ...]
    blocking: bool
    mailed: bool
    lane: Lane
    keeps_log: bool


class Controller:
    """Routes that belong together, under one path."""

    path: ClassVar[str]
    tag: ClassVar[str]

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Give the routes in the order in which they are written."""
        bound = (getattr(self, name) for name in vars(type(self)))
        declared = ((method, getattr(method, _DECLARED, None)) for method in bound)
        return tuple(
            msgspec.structs.replace(endpoint, path=self.path + endpoint.path, handler=method, tag=self.tag)
            for method, endpoint in declared
            if isinstance(endpoint, Endpoint)
        )


class _Declares:
    """A decorator for routes of one method."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __call__(self, path: str, *, access: Access, operation_id: str, **more: Unpack[More]) -> Callable[[F], F]:
        """Declare the route that a method of a Controller serves."""

        def declare(handler: F) -> F:
            named: dict[str, Any] = {
                "method": self._method,
                "path": path,
                "access": access,
                "operation_id": operation_id,
            }
            setattr(handler, _DECLARED, Endpoint(handler=handler, **named, **more))
            return handler

        return declare


get: Final = _Declares("GET")
post: Final = _Declares("POST")
put: Final = _Declares("PUT")
patch: Final = _Declares("PATCH")
delete: Final = _Declares("DELETE")
