"""How is a percentage written?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.pricing.percentage import parse_percentage, percentage_text


@given(st.integers(1, 10_000))
def test_a_percentage_survives_being_written(points):
    assert parse_percentage(percentage_text(points)) == points


@pytest.mark.parametrize(
    "text", ["", "0", "0.00", "-1", "100.01", "1000", "1.234", "1e1", " 1", "+1", ".5", "5.", "\u0661"]
)
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(ValueError, match="no percentage"):
        parse_percentage(text)
