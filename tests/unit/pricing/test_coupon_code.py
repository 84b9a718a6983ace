"""When are two coupon codes the same, and what may one look like?"""

import pytest

from shop_domain.pricing.coupon_code import canonical_code, is_valid_code


@pytest.mark.parametrize(
    ("typed", "good"), [(" summer-24 ", True), ("a", True), ("_A", False), ("A B", False), ("É", False), ("", False)]
)
def test_a_code_is_letters_digits_dashes_and_underscores(typed, good):
    assert is_valid_code(canonical_code(typed)) is good
