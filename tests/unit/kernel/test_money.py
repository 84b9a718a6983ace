"""Money is exact, in every currency."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.currency import EXPONENTS, exponent_of
from shop_domain.kernel.money import LARGEST_MINOR, Money, Rounding, parse_money, rounded_division, zero
from tests.strategies import minor_units, money

DECIMAL_ROUNDING = {
    Rounding.DOWN: ROUND_DOWN,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
}


@given(money())
def test_what_is_written_is_read_back(amount):
    assert parse_money(str(amount), amount.currency) == amount


@given(money())
def test_an_amount_is_written_with_exactly_its_currencys_decimals(amount):
    _, _, fraction = str(amount).partition(".")
    assert len(fraction) == exponent_of(amount.currency)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("99.99", "USD", 9_999), ("1500", "JPY", 1_500), ("1.234", "KWD", 1_234), ("-0.05", "EUR", -5), ("7", "EUR", 700)],
)
def test_amounts_are_read_in_minor_units(text, currency, minor):
    assert parse_money(text, currency) == Money(minor, currency)


def test_zeros_beyond_the_decimals_are_no_loss():
    assert parse_money("1.500", "EUR") == Money(150, "EUR")


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.005", "EUR"),
        ("1.5", "JPY"),
        ("", "EUR"),
        (".5", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("+1", "EUR"),
        ("1,00", "EUR"),
        ("1_0", "EUR"),
        ("\u0661", "EUR"),
        ("9" * 16, "EUR"),
    ],
)
def test_what_is_no_exact_amount_is_refused(text, currency):
    with pytest.raises(ValueError, match=r"is not an amount|has . decimals|too large"):
        parse_money(text, currency)


def test_the_largest_amount_is_still_read():
    assert parse_money(str(LARGEST_MINOR), "JPY").minor == LARGEST_MINOR


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="combined"):
        _ = Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(ValueError, match="combined"):
        _ = Money(1, "EUR") < Money(1, "USD")


@given(money(currency=st.just("EUR")), money(currency=st.just("EUR")))
def test_sums_and_differences_are_those_of_integers(one, other):
    assert (one + other).minor == one.minor + other.minor
    assert one - other == one + (-other)
    assert (one < other) == (one.minor < other.minor)
    assert (one >= other) == (one.minor >= other.minor)


@given(minor_units, st.integers(min_value=1, max_value=10**6), st.sampled_from(Rounding))
def test_division_rounds_as_decimal_arithmetic_does(numerator, denominator, rounding):
    exact = (
        (Decimal(numerator) / Decimal(denominator)) if numerator % denominator else Decimal(numerator // denominator)
    )
    expected = int(exact.quantize(Decimal(1), rounding=DECIMAL_ROUNDING[rounding]))
    assert rounded_division(numerator, denominator, rounding) == expected


@given(money(), st.integers(min_value=0, max_value=10_000), st.sampled_from(Rounding))
def test_a_part_is_never_more_than_the_whole(amount, basis_points, rounding):
    assert abs(amount.percentage(basis_points, rounding).minor) <= abs(amount.minor)


def test_exponents_are_those_that_the_world_uses():
    by_babel = {currency: get_currency_precision(currency) for currency in EXPONENTS if currency not in {"UYW", "CLF"}}
    differ = {c: (EXPONENTS[c], p) for c, p in by_babel.items() if EXPONENTS[c] != p}
    # Babel follows daily use, where some currencies have dropped coins that ISO 4217 still counts.
    assert set(differ) <= {"IQD", "UYI"}
    assert zero("XXX") == Money(0, "XXX")
