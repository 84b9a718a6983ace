"""The cart of whoever calls."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final, cast

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from shop_domain.cart.errors import CartFull, CouponNotInCart, InsufficientStock, LineNotFound
from shop_domain.cart.explanation import explain
from shop_domain.cart.model import LineId
from shop_domain.cart.resolved_cart import CartView, Shopper
from shop_domain.kernel.errors import InvalidFields, StaleVersion
from shop_domain.pricing.errors import (
    CouponAlreadyUsed,
    CouponExhausted,
    CouponExpired,
    CouponMinimumNotMet,
    CouponNotApplicable,
    CouponNotCombinable,
    CouponNotFound,
    CouponNotStarted,
)
from shop_http.authentication import Caller
from shop_http.dependencies import Carts, ClaimedId, CurrentCaller, ExpectedVersion
from shop_http.etags import make_etag
from shop_http.guards import guest_or_user
from shop_http.idempotency import idempotent
from shop_http.schemas.cart import AddItem, ApplyCoupon, CartOut, ChangeCart, ChangeItem, Destination, ShippingMethodOut
from shop_http.schemas.explanation import ExplanationOut
from shop_http.threaded_routes import ShopRequest

_encode: Final = msgspec.json.Encoder().encode
NEVER: Final = datetime.min.replace(tzinfo=UTC)


class CartController(Controller):
    """Carts of users and guests. Every call answers the whole cart."""

    path = "/api/v1/cart"
    tags = ["Cart"]

    @get("/", guards=[guest_or_user], operation_id="ShowCart")
    def show(self, caller: CurrentCaller, carts: Carts) -> Response[CartOut]:
        """Show the cart at present prices; an empty one for whoever has none."""
        return cart_response(carts.show(shopper_of(caller)))

    @patch("/", guards=[guest_or_user], operation_id="ChangeCart", refuses=(InvalidFields, StaleVersion))
    def change(
        self, caller: CurrentCaller, data: JSONBody[ChangeCart], if_match: ExpectedVersion, carts: Carts
    ) -> Response[CartOut]:
        """Note addresses, e-mail, a note or the currency for the order to come."""
        view = carts.change_details(shopper_of(caller), data.details(), expected_version=if_match.version)
        return cart_response(view)

    @delete("/", guards=[guest_or_user], operation_id="EmptyCart", status_code=200, refuses=(StaleVersion,))
    def empty(self, caller: CurrentCaller, if_match: ExpectedVersion, carts: Carts) -> Response[CartOut]:
        """Take everything out."""
        return cart_response(carts.clear(shopper_of(caller), expected_version=if_match.version))

    @get("/explain/", guards=[guest_or_user], operation_id="ExplainCart")
    def explain(self, caller: CurrentCaller, carts: Carts) -> Response[ExplanationOut]:
        """Name the rule behind every cent of the cart, and why a coupon does not apply."""
        view = carts.show(shopper_of(caller))
        return Response(ExplanationOut.of(explain(view.priced)), headers=_key_header(view))

    @get("/shipping-methods/", guards=[guest_or_user], operation_id="ListCartShippingMethods")
    def list_shipping_methods(self, params: NamedDependency[Destination]) -> tuple[ShippingMethodOut, ...]:
        """List the ways in which the cart could come to an address: none are kept yet, so shipping adds nothing."""
        return ()


class CartItemController(Controller):
    """What lies in the cart."""

    path = "/api/v1/cart/items"
    tags = ["Cart"]

    @post(
        "/",
        guards=[guest_or_user],
        operation_id="AddItemToCart",
        status_code=200,
        refuses=(InvalidFields, InsufficientStock, CartFull, StaleVersion),
    )
    @idempotent
    def add(
        self,
        request: ShopRequest,
        caller: CurrentCaller,
        data: JSONBody[AddItem],
        if_match: ExpectedVersion,
        request_id: ClaimedId,
        carts: Carts,
    ) -> Response[CartOut]:
        """Put a product in the cart at its present price; of what is there already, more."""
        view = carts.add_item(
            shopper_of(caller), data.variant_id, data.quantity, request_id=request_id, expected_version=if_match.version
        )
        return cart_response(view)

    @patch(
        "/{item_id:uuid}/",
        guards=[guest_or_user],
        operation_id="ChangeCartItem",
        refuses=(InvalidFields, InsufficientStock, LineNotFound, StaleVersion),
    )
    def change(
        self,
        item_id: FromPath[LineId],
        caller: CurrentCaller,
        data: JSONBody[ChangeItem],
        if_match: ExpectedVersion,
        carts: Carts,
    ) -> Response[CartOut]:
        """Set how many a line holds; 0 takes it out."""
        return cart_response(
            carts.change_item(shopper_of(caller), item_id, data.quantity, expected_version=if_match.version)
        )

    @delete(
        "/{item_id:uuid}/",
        guards=[guest_or_user],
        operation_id="RemoveCartItem",
        status_code=200,
        refuses=(LineNotFound, StaleVersion),
    )
    def remove(
        self, item_id: FromPath[LineId], caller: CurrentCaller, if_match: ExpectedVersion, carts: Carts
    ) -> Response[CartOut]:
        """Take a line out."""
        return cart_response(carts.remove_item(shopper_of(caller), item_id, expected_version=if_match.version))


class CartCouponController(Controller):
    """Coupons on the cart."""

    path = "/api/v1/cart/coupons"
    tags = ["Cart"]

    @post(
        "/",
        guards=[guest_or_user],
        operation_id="ApplyCoupon",
        status_code=200,
        refuses=(
            CouponNotFound,
            CouponNotStarted,
            CouponExpired,
            CouponExhausted,
            CouponAlreadyUsed,
            CouponMinimumNotMet,
            CouponNotApplicable,
            CouponNotCombinable,
            CartFull,
            StaleVersion,
        ),
    )
    def apply(
        self, caller: CurrentCaller, data: JSONBody[ApplyCoupon], if_match: ExpectedVersion, carts: Carts
    ) -> Response[CartOut]:
        """Put a coupon on the cart."""
        return cart_response(carts.apply_coupon(shopper_of(caller), data.code, expected_version=if_match.version))

    @delete(
        "/{code:str}/",
        guards=[guest_or_user],
        operation_id="RemoveCoupon",
        status_code=200,
        refuses=(CouponNotInCart, StaleVersion),
    )
    def remove(
        self, code: FromPath[str], caller: CurrentCaller, if_match: ExpectedVersion, carts: Carts
    ) -> Response[CartOut]:
        """Take a coupon off the cart."""
        return cart_response(carts.remove_coupon(shopper_of(caller), code, expected_version=if_match.version))


def shopper_of(caller: Caller) -> Shopper:
    """Say who calls: a user, whatever key came along, else a guest."""
    if caller.user is not None:
        return Shopper(user_id=caller.user.user_id)
    return Shopper(guest_key=caller.guest_key)


def cart_response(view: CartView) -> Response[CartOut]:
    """Answer a cart. Prices, stock and coupons show in it beside its own version, so its tag is made from all of it.

    A cart that is not stored yet has no time of its own, and its first look shows a new key: its tag leaves both out.
    """
    shown, version = CartOut.of(view.priced, view.new_guest_key), view.priced.cart.version
    body = _encode(shown)
    lasting = body if version else _encode(msgspec.structs.replace(shown, session_key=msgspec.UNSET, updated_at=NEVER))
    tag = make_etag(version, blake2b(lasting, digest_size=8).hexdigest())
    return Response(cast("CartOut", msgspec.Raw(body)), headers={**_key_header(view), "ETag": tag})


def _key_header(view: CartView) -> dict[str, str]:
    return {} if view.new_guest_key is None else {"X-Session-Key": view.new_guest_key}
