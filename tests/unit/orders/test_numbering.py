"""Order numbers: readable, not in sequence, not guessable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.orders.numbering import order_number
from tests.builders import NOW


@given(st.binary(min_size=5, max_size=5))
def test_a_number_names_its_year_and_eight_characters_that_nobody_confuses(randomness):
    assert re.fullmatch(r"SO-2026-[0-9A-HJKMNP-TV-Z]{8}", order_number(NOW, randomness))


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_different_bytes_make_different_numbers(one, other):
    assert (order_number(NOW, one) == order_number(NOW, other)) == (one == other)


def test_too_little_randomness_is_a_bug():
    with pytest.raises(ValueError, match="randomness"):
        order_number(NOW, b"1234")
