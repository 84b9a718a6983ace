"""Which country is meant?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.accounts.country_code import normalize_country


@pytest.mark.parametrize(
    ("typed", "code"), [("gb", "GB"), (" GB ", "GB"), ("uk", "GB"), ("EL", "GR"), ("GR", "GR"), ("ua", "UA")]
)
def test_a_code_is_that_of_iso_3166_also_where_people_use_another(typed, code):
    assert normalize_country(typed) == code


@given(st.text(max_size=5))
def test_a_code_stands_for_itself(typed):
    assert normalize_country(normalize_country(typed)) == normalize_country(typed)
