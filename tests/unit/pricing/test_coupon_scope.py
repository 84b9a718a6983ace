"""Which of the items in a cart is a coupon for?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.pricing.coupon_scope import covered_total, covers, sum_money
from tests.builders import a_coupon, an_item, eur
from tests.unit.pricing.pricing_strategies import CATEGORIES, PRODUCTS, coupons, items

MUG = an_item(1_000, 2, product_id=PRODUCTS[0], category_ids=frozenset({CATEGORIES[0]}))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, True),
        ({"products": (PRODUCTS[0],)}, True),
        ({"products": (PRODUCTS[1],)}, False),
        ({"categories": (CATEGORIES[0],)}, True),
        ({"categories": (CATEGORIES[1],)}, False),
        ({"products": (PRODUCTS[1],), "categories": (CATEGORIES[0],)}, True),
        ({"products": (PRODUCTS[0],), "categories": (CATEGORIES[1],)}, True),
        ({"products": (PRODUCTS[1],), "categories": (CATEGORIES[1],)}, False),
    ],
)
def test_a_coupon_is_for_all_or_for_its_products_or_for_its_categories(scope, expected):
    assert covers(a_coupon(**scope), MUG) is expected


@given(coupons("EUR", "ANY"), st.lists(items("EUR"), max_size=6))
def test_the_covered_total_is_that_of_the_covered_items_in_full(candidate, basket):
    covered = [item for item in basket if covers(candidate.coupon, item)]
    expected = sum(item.unit_price.minor * item.quantity for item in covered)
    assert covered_total(candidate.coupon, basket, "EUR") == eur(expected)


def test_nothing_sums_to_zero():
    assert sum_money([], "EUR") == eur(0)
