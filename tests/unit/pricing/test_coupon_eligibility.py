"""Who may use a coupon, on what, and when."""

from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from shop_domain.kernel.money import Money
from shop_domain.pricing.coupon_eligibility import CouponContext, ineligibility_reason, needs_past_orders
from shop_domain.pricing.model import CouponKind
from tests.builders import NOW, a_coupon_with_usage, an_item, eur

SECOND = timedelta(seconds=1)
MUG = an_item(1_000, 2)


def refusal(coupon, *items, has_ordered=False) -> str | None:
    basket = CouponContext(items=items or (MUG,), currency="EUR", has_ordered=has_ordered, now=NOW)
    found = ineligibility_reason(coupon, basket)
    return None if found is None else found.code


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, None),
        ({"is_active": False}, "coupon_not_found"),
        ({"starts_at": NOW}, None),
        ({"starts_at": NOW + SECOND}, "coupon_not_started"),
        ({"ends_at": NOW + SECOND}, None),
        ({"ends_at": NOW}, "coupon_expired"),
        ({"max_uses": 2, "uses": 1}, None),
        ({"max_uses": 2, "uses": 2}, "coupon_exhausted"),
        ({"currency": "EUR"}, None),
        ({"currency": "USD"}, "coupon_not_applicable"),
        ({"currency": "USD", "minimum_subtotal": Money(1, "USD")}, "coupon_not_applicable"),
        ({"currency": "EUR", "minimum_subtotal": eur(2_000)}, None),
        ({"currency": "EUR", "minimum_subtotal": eur(2_001)}, "coupon_minimum_not_met"),
        ({"products": (MUG.product_id,)}, None),
        ({"products": (uuid7(),)}, "coupon_not_applicable"),
        ({"categories": (uuid7(),)}, "coupon_not_applicable"),
        ({"kind": CouponKind.FREE_SHIPPING}, "coupon_not_applicable"),
    ],
)
def test_each_limit_is_exact(terms, expected):
    assert refusal(a_coupon_with_usage(**terms)) == expected


def test_a_customer_uses_it_as_often_as_one_may():
    for used, expected in ((0, None), (1, None), (2, "coupon_already_used")):
        assert refusal(a_coupon_with_usage(max_uses_per_user=2, used_by_customer=used)) == expected


def test_a_first_order_is_one_without_another_before():
    coupon = a_coupon_with_usage(first_order_only=True)
    assert refusal(coupon) is None
    assert refusal(coupon, has_ordered=True) == "coupon_not_applicable"
    assert needs_past_orders([a_coupon_with_usage(), coupon])
    assert not needs_past_orders([a_coupon_with_usage()])


def test_a_category_covers_what_lies_in_it():
    outer, inner = uuid7(), uuid7()
    item = an_item(category_ids=frozenset({outer, inner}))
    assert refusal(a_coupon_with_usage(categories=(outer,)), item) is None


def test_products_and_categories_are_alternatives():
    shelf = uuid7()
    coupon = a_coupon_with_usage(products=(MUG.product_id,), categories=(shelf,))
    assert refusal(coupon, MUG) is None
    assert refusal(coupon, an_item(category_ids=frozenset({shelf}))) is None


def test_a_coupon_on_nothing_and_one_that_takes_less_than_a_coin_do_not_apply():
    basket = CouponContext(items=(), currency="EUR", has_ordered=False, now=NOW)
    found = ineligibility_reason(a_coupon_with_usage(), basket)
    assert (found and found.code) == "coupon_not_applicable"
    assert refusal(a_coupon_with_usage(value=1), an_item(100)) == "coupon_not_applicable"


def test_what_can_not_be_helped_is_told_before_what_another_item_would_mend():
    assert refusal(a_coupon_with_usage(ends_at=NOW, currency="EUR", minimum_subtotal=eur(10**6))) == "coupon_expired"
