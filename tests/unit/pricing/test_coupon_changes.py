"""What is told of a coupon that was made or changed."""

from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.pricing.coupon_changes import MAX_TERM_LENGTH, describe_changes, describe_terms
from tests.builders import NOW, a_coupon, eur


def test_a_new_coupon_is_told_with_the_terms_that_say_something():
    product = uuid7()
    told = describe_terms(a_coupon(ends_at=NOW, max_discount=eur(500), currency="EUR", products=(product,)))
    assert told == {
        "code": "TEN",
        "kind": "PERCENTAGE",
        "value": "10",
        "currency": "EUR",
        "max_discount": "5.00",
        "ends_at": "2026-05-01T12:00:00Z",
        "stackable": "True",
        "first_order_only": "False",
        "products": str(product),
        "is_active": "True",
    }


def test_a_change_is_told_with_what_was_and_what_is():
    coupon = a_coupon(max_uses=5)
    changed = replace(coupon, value=1_250, max_uses=None, ends_at=NOW, version=2)
    assert describe_changes(coupon, changed) == {
        "value": "10 -> 12.5",
        "max_uses": "5 -> ",
        "ends_at": " -> 2026-05-01T12:00:00Z",
    }
    assert describe_changes(coupon, coupon) == {}


def test_of_a_long_list_only_its_beginning_is_told():
    coupon = a_coupon()
    told = describe_changes(coupon, replace(coupon, products=tuple(uuid7() for _ in range(1_000))))
    assert len(told["products"]) == MAX_TERM_LENGTH + len(" -> …")
