"""Into which bands of price is a list divided?"""

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.price_bands import band_of, band_starts, price_bands
from shop_domain.kernel.money import Money


@given(st.integers(0, 10**9), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_every_price_lies_in_exactly_one_band(minor, currency):
    starts = band_starts(currency)
    (band,) = price_bands({band_of(Money(minor, currency), starts): 1}, starts)
    assert band.least.minor <= minor
    assert band.below is None or minor < band.below.minor


def test_bands_without_products_are_left_out():
    starts = band_starts("EUR")
    assert [band.count for band in price_bands({3: 0, 1: 2}, starts)] == [2]
    assert str(band_starts("JPY")[1]) == "1000"
