"""Into which bands of price is a list divided?"""

from collections.abc import Mapping, Sequence
from typing import Final

from shop_domain.catalog.storefront_views import PriceBand
from shop_domain.kernel.currency import exponent_of
from shop_domain.kernel.money import Money

STEPS: Final = (0, 10, 25, 50, 100, 250, 500, 1000)
"""In whole units of a currency with cents."""
WITHOUT_CENTS: Final = 100
"""A yen is about a cent: currencies without decimals count in hundreds."""


def band_starts(currency: str) -> tuple[Money, ...]:
    """Name the price at which each band begins; the last has no end."""
    exponent = exponent_of(currency)
    unit = WITHOUT_CENTS if exponent == 0 else 10**exponent
    return tuple(Money(step * unit, currency) for step in STEPS)


def band_of(price: Money, starts: Sequence[Money]) -> int:
    """Tell which band a price lies in."""
    return max(n for n, start in enumerate(starts) if start <= price)


def price_bands(counts: Mapping[int, int], starts: Sequence[Money]) -> tuple[PriceBand, ...]:
    """Show the bands that hold something, the cheapest first."""
    ends = (*starts[1:], None)
    return tuple(
        PriceBand(least=starts[band], below=ends[band], count=count) for band, count in sorted(counts.items()) if count
    )
