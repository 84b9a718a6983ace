"""Baskets and coupons of every kind, for properties."""

from typing import Any

from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from shop_domain.catalog.model import CategoryId, ProductId
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import CouponKind, CouponWithUsage, PricingItem
from tests.builders import NOW, a_coupon_with_usage, an_item
from tests.strategies import currencies

PRODUCTS = tuple(ProductId(uuid7()) for _ in range(3))
CATEGORIES = tuple(CategoryId(uuid7()) for _ in range(3))


@st.composite
def items(draw, currency: str) -> PricingItem:
    return an_item(
        unit_price=Money(draw(st.integers(0, 10**6)), currency),
        quantity=draw(st.integers(1, 999)),
        product_id=draw(st.sampled_from(PRODUCTS)),
        category_ids=frozenset(draw(st.sets(st.sampled_from(CATEGORIES)))),
    )


@st.composite
def coupons(draw, currency: str, code: str) -> CouponWithUsage:
    kind = draw(st.sampled_from([CouponKind.PERCENTAGE, CouponKind.FIXED]))
    is_percentage = kind is CouponKind.PERCENTAGE
    return a_coupon_with_usage(
        code=code,
        kind=kind,
        value=draw(st.integers(1, 10_000 if is_percentage else 10**7)),
        currency=currency,
        max_discount=draw(st.none() | st.integers(1, 10**6).map(lambda minor: Money(minor, currency)))
        if is_percentage
        else None,
        minimum_subtotal=draw(st.none() | st.integers(0, 10**7).map(lambda minor: Money(minor, currency))),
        stackable=draw(st.booleans()),
        products=tuple(draw(st.sets(st.sampled_from(PRODUCTS), max_size=1))),
        categories=tuple(draw(st.sets(st.sampled_from(CATEGORIES), max_size=1))),
    )


@st.composite
def pricing_arguments(draw) -> dict[str, Any]:
    """Give the arguments of `price`."""
    currency = draw(currencies)
    return {
        "items": tuple(draw(st.lists(items(currency), max_size=8))),
        "coupons": tuple(draw(coupons(currency, f"C{number}")) for number in range(draw(st.integers(0, 4)))),
        "currency": currency,
        "has_ordered": draw(st.booleans()),
        "now": NOW,
    }
