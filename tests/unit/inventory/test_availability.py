"""Can a variant be sold, and how many of it?"""

import pytest

from shop_domain.inventory.availability import can_sell, insufficient_units, sellable_units
from tests.availability_cases import AVAILABILITY_CASES, a_level


@pytest.mark.parametrize(("level", "units"), AVAILABILITY_CASES)
def test_only_stock_that_is_tracked_and_may_not_be_backordered_is_limited(level, units):
    assert sellable_units(level) == units
    assert [can_sell(level, n) for n in range(5)] == [units is None or n <= units for n in range(5)]


def test_nothing_can_be_sold_of_what_is_oversold():
    assert sellable_units(a_level(0, 3)) == 0


def test_what_is_left_is_told_where_it_is_too_little():
    assert [insufficient_units(2, wanted) for wanted in (1, 2, 3)] == [None, None, 2]
    assert insufficient_units(0, 1) == 0
    assert insufficient_units(None, 10**9) is None
