"""The cart of whoever calls."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final, cast
from uuid import UUID

import msgspec

from shop_domain.cart.errors import CartFull, CouponNotInCart, InsufficientStock, LineNotFound
from shop_domain.cart.explanation import explain
from shop_domain.cart.model import LineId
from shop_domain.cart.resolved_cart import CartView, Shopper
from shop_domain.cart.service import CartService
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
from shop_http.answers import Reply, encode
from shop_http.authentication import Caller
from shop_http.etags import IfMatch, make_etag
from shop_http.guards import Access
from shop_http.routing import Controller, delete, get, patch, post
from shop_http.schemas.cart import AddItem, ApplyCoupon, CartOut, ChangeCart, ChangeItem, Destination, ShippingMethodOut
from shop_http.schemas.explanation import ExplanationOut

NEVER: Final = datetime.min.replace(tzinfo=UTC)


class CartController(Controller):
    """Carts of users and guests. Every call answers the whole cart."""

    path = "/api/v1/cart"
    tag = "Cart"

    @get("/", access=Access.GUEST_OR_USER, operation_id="ShowCart")
    def show(self, caller: Caller, carts: CartService) -> Reply[CartOut]:
        """Show the cart at present prices; an empty one for whoever has none."""
        return cart_response(carts.show(shopper_of(caller)))

    @patch("/", access=Access.GUEST_OR_USER, operation_id="ChangeCart", refuses=(InvalidFields, StaleVersion))
    def change(self, caller: Caller, body: ChangeCart, if_match: IfMatch, carts: CartService) -> Reply[CartOut]:
        """Note addresses, e-mail, a note or the currency for the order to come."""
        view = carts.change_details(shopper_of(caller), body.details(), expected_version=if_match.version)
        return cart_response(view)

    @delete("/", access=Access.GUEST_OR_USER, operation_id="EmptyCart", refuses=(StaleVersion,))
    def empty(self, caller: Caller, if_match: IfMatch, carts: CartService) -> Reply[CartOut]:
        """Take everything out."""
        return cart_response(carts.clear(shopper_of(caller), expected_version=if_match.version))

    @get("/explain/", access=Access.GUEST_OR_USER, operation_id="ExplainCart")
    def explain(self, caller: Caller, carts: CartService) -> Reply[ExplanationOut]:
        """Name the rule behind every cent of the cart, and why a coupon does not apply."""
        view = carts.show(shopper_of(caller))
        return Reply(ExplanationOut.of(explain(view.priced)), headers=_key_header(view))

    @get("/shipping-methods/", access=Access.GUEST_OR_USER, operation_id="ListCartShippingMethods")
    def list_shipping_methods(self, query: Destination) -> tuple[ShippingMethodOut, ...]:  # noqa: ARG002
        """List the ways in which the cart could come to an address: none are kept yet, so shipping adds nothing."""
        return ()


class CartItemController(Controller):
    """What lies in the cart."""

    path = "/api/v1/cart/items"
    tag = "Cart"

    @post(
        "/",
        access=Access.GUEST_OR_USER,
        operation_id="AddItemToCart",
        idempotent=True,
        refuses=(InvalidFields, InsufficientStock, CartFull, StaleVersion),
    )
    def add(
        self, caller: Caller, body: AddItem, if_match: IfMatch, request_id: UUID | None, carts: CartService
    ) -> Reply[CartOut]:
        """Put a product in the cart at its present price; of what is there already, more."""
        view = carts.add_item(
            shopper_of(caller), body.variant_id, body.quantity, request_id=request_id, expected_version=if_match.version
        )
        return cart_response(view)

    @patch(
        "/{item_id:uuid}/",
        access=Access.GUEST_OR_USER,
        operation_id="ChangeCartItem",
        refuses=(InvalidFields, InsufficientStock, LineNotFound, StaleVersion),
    )
    def change(
        self, item_id: LineId, caller: Caller, body: ChangeItem, if_match: IfMatch, carts: CartService
    ) -> Reply[CartOut]:
        """Set how many a line holds; 0 takes it out."""
        return cart_response(
            carts.change_item(shopper_of(caller), item_id, body.quantity, expected_version=if_match.version)
        )

    @delete(
        "/{item_id:uuid}/",
        access=Access.GUEST_OR_USER,
        operation_id="RemoveCartItem",
        refuses=(LineNotFound, StaleVersion),
    )
    def remove(self, item_id: LineId, caller: Caller, if_match: IfMatch, carts: CartService) -> Reply[CartOut]:
        """Take a line out."""
        return cart_response(carts.remove_item(shopper_of(caller), item_id, expected_version=if_match.version))


class CartCouponController(Controller):
    """Coupons on the cart."""

    path = "/api/v1/cart/coupons"
    tag = "Cart"

    @post(
        "/",
        access=Access.GUEST_OR_USER,
        operation_id="ApplyCoupon",
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
    def apply(self, caller: Caller, body: ApplyCoupon, if_match: IfMatch, carts: CartService) -> Reply[CartOut]:
        """Put a coupon on the cart."""
        return cart_response(carts.apply_coupon(shopper_of(caller), body.code, expected_version=if_match.version))

    @delete(
        "/{code:str}/",
        access=Access.GUEST_OR_USER,
        operation_id="RemoveCoupon",
        refuses=(CouponNotInCart, StaleVersion),
    )
    def remove(self, code: str, caller: Caller, if_match: IfMatch, carts: CartService) -> Reply[CartOut]:
        """Take a coupon off the cart."""
        return cart_response(carts.remove_coupon(shopper_of(caller), code, expected_version=if_match.version))


def shopper_of(caller: Caller) -> Shopper:
    """Say who calls: a user, whatever key came along, else a guest."""
    if caller.user is not None:
        return Shopper(user_id=caller.user.user_id)
    return Shopper(guest_key=caller.guest_key)


def cart_response(view: CartView) -> Reply[CartOut]:
    """Answer a cart. Prices, stock and coupons show in it beside its own version, so its tag is made from all of it.

    A cart that is not stored yet has no time of its own, and its first look shows a new key: its tag leaves both out.
    """
    shown, version = CartOut.of(view.priced, view.new_guest_key), view.priced.cart.version
    body = encode(shown)
    lasting = body if version else encode(msgspec.structs.replace(shown, session_key=msgspec.UNSET, updated_at=NEVER))
    tag = make_etag(version, blake2b(lasting, digest_size=8).hexdigest())
    return Reply(cast("CartOut", msgspec.Raw(body)), headers=_key_header(view), etag=tag)


def _key_header(view: CartView) -> dict[str, str]:
    return {} if view.new_guest_key is None else {"X-Session-Key": view.new_guest_key}
