"""Hypothesis strategies of the shop's values, shared by all suites."""

from hypothesis import strategies as st

from shop_domain.kernel.money import Money

currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD"])
minor_units = st.integers(min_value=-(10**12), max_value=10**12)
prices = st.integers(min_value=0, max_value=10**7)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=40)


def money(minor=minor_units, currency=currencies):
    return st.builds(Money, minor, currency)
