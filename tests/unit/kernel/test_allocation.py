"""Splitting an amount loses no cent, whoever gets the last one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.allocation import allocate
from shop_domain.kernel.money import Money
from tests.strategies import money, weights


@given(money(), weights)
def test_parts_sum_to_their_whole(amount, shares):
    assert sum(part.minor for part in allocate(amount, shares)) == amount.minor


@given(money(), weights)
def test_each_part_is_its_fair_share_give_or_take_one(amount, shares):
    total = sum(shares)
    if total:
        for part, weight in zip(allocate(amount, shares), shares, strict=True):
            assert abs(part.minor * total - amount.minor * weight) < total


@given(money(), weights)
def test_no_part_has_the_other_sign(amount, shares):
    assert all(part.minor * amount.minor >= 0 for part in allocate(amount, shares))


@given(money(st.integers(min_value=0, max_value=10**9)), weights)
def test_who_weighs_nothing_gets_nothing_while_somebody_weighs(amount, shares):
    if any(shares):
        assert all(p.minor == 0 for p, w in zip(allocate(amount, shares), shares, strict=True) if w == 0)


def test_left_over_cents_go_to_the_largest_remainders_and_then_to_the_first():
    assert allocate(Money(100, "EUR"), [1, 1, 1]) == (Money(34, "EUR"), Money(33, "EUR"), Money(33, "EUR"))
    assert allocate(Money(10, "EUR"), [1, 2]) == (Money(3, "EUR"), Money(7, "EUR"))


@pytest.mark.parametrize("wrong", [[], [1, -1]])
def test_senseless_weights_are_refused(wrong):
    with pytest.raises(ValueError, match="weights"):
        allocate(Money(1, "EUR"), wrong)
