"""PayPal's way of writing money loses nothing and invents nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_adapters.payments.paypal.amounts import (
    SUPPORTED_CURRENCIES,
    ZERO_DECIMAL_CURRENCIES,
    to_money,
    to_paypal_amount,
)
from shop_adapters.payments.paypal.documents import Amount
from shop_domain.kernel.currency import exponent_of
from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Rejected

minors = st.integers(1, 10**14)
currencies = st.sampled_from(sorted(SUPPORTED_CURRENCIES | {"KWD", "KRW"}))


@given(minors, currencies)
def test_an_amount_is_written_exactly_or_not_at_all(minor: int, currency: str):
    money = Money(minor, currency)
    decimals = 0 if currency in ZERO_DECIMAL_CURRENCIES else 2
    is_exact = minor % 10 ** max(0, exponent_of(currency) - decimals) == 0
    if is_exact:
        written = to_paypal_amount(money)
        assert to_money(Amount(**written)) == money
        assert len(written["value"].partition(".")[2]) == decimals
    else:
        with pytest.raises(Rejected, match="amount_not_exact"):
            to_paypal_amount(money)


@given(st.integers(max_value=0), currencies)
def test_nothing_and_less_is_never_asked_for(minor: int, currency: str):
    with pytest.raises(Rejected, match="amount_not_positive"):
        to_paypal_amount(Money(minor, currency))


@pytest.mark.parametrize(
    ("value", "minor"), [("12.1", 1210), ("12.10", 1210), ("12", 1200), ("0.01", 1), ("12.100", 1210)]
)
def test_every_usual_way_of_writing_is_read(value: str, minor: int):
    assert to_money(Amount(currency_code="EUR", value=value)) == Money(minor, "EUR")


@pytest.mark.parametrize(
    "value", ["", ".5", "5.", "-1", "+1", "1,5", "1e2", "12.105", "\uff11\uff12", " 1", "NaN", "9" * 16]
)
def test_anything_else_is_no_amount(value: str):
    with pytest.raises(ValueError, match=r"not an amount|decimals"):
        to_money(Amount(currency_code="EUR", value=value))
