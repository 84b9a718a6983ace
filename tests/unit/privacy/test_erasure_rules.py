"""What is erased of a user outside of the account, and what is kept without saying whose it was?"""

from msgspec.structs import fields
from uuid_utils.compat import uuid7

from shop_domain.accounts.erasure import is_erased_email
from shop_domain.accounts.model import UserId
from shop_domain.auth.events import AccountDeleted
from shop_domain.auth.model import Session
from shop_domain.cart.model import Cart, CartStatus
from shop_domain.checkout.events import OrderConfirmed
from shop_domain.orders.model import Order, OrderId
from shop_domain.privacy.erasure_rules import (
    DELETED_CART_STATUSES,
    ERASED_CART,
    ERASED_ORDER,
    ERASED_SESSION,
    ordering_keys_of,
)
from tests.builders import NOW, eur

KEPT_OF_AN_ORDER = {
    "id", "number", "owner", "cart_id", "status", "currency", "subtotal", "discount_total", "shipping_total",
    "tax_total", "grand_total", "adjustments", "coupon_codes", "placed_at", "updated_at", "version",
}  # fmt: skip
KEPT_OF_A_CART = {
    "id", "owner", "status", "currency", "lines", "coupon_codes", "notices", "merged_into_user_id", "version",
    "created_at", "updated_at",
}  # fmt: skip
KEPT_OF_A_SESSION = {
    "id", "user_id", "generation", "created_at", "last_activity", "expires_at", "refresh_expires_at", "rotated_at",
    "refresh_hash", "pair_used", "ended_at", "end_reason",
}  # fmt: skip


def names_of(struct) -> set[str]:
    return {field.name for field in fields(struct)}


def test_every_field_is_either_erased_or_named_as_kept():
    assert names_of(Order) == KEPT_OF_AN_ORDER | set(ERASED_ORDER)
    assert names_of(Cart) == KEPT_OF_A_CART | set(ERASED_CART)
    assert names_of(Session) == KEPT_OF_A_SESSION | set(ERASED_SESSION) | {"rotated_for"}


def test_no_mail_goes_to_whom_an_erased_order_names():
    assert is_erased_email(str(ERASED_ORDER["email"]))


def test_what_an_order_came_from_or_another_cart_took_over_is_kept():
    assert set(CartStatus) - DELETED_CART_STATUSES == {CartStatus.CONVERTED, CartStatus.MERGED}


def test_the_events_of_the_account_and_of_its_orders_are_found_by_their_ordering_keys():
    user_id, order_id = UserId(uuid7()), OrderId(uuid7())
    of_user = AccountDeleted(user_id=user_id, email="ann@example.com", first_name="", at=NOW)
    of_order = OrderConfirmed(order_id=order_id, order_number="SO-1", email="", total=eur(1), at=NOW)
    assert ordering_keys_of(user_id, [order_id]) == {of_user.ordering_key, of_order.ordering_key}
