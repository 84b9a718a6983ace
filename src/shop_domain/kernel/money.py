"""Money: an integer of minor units and its currency."""

import re
from enum import StrEnum
from typing import Final, Self

import msgspec

from shop_domain.kernel.currency import exponent_of

BASIS_POINTS: Final = 10_000
LARGEST_MINOR: Final = 10**15
"""No amount in the shop is larger; every sum of a cart stays far inside 64 bits."""


class Rounding(StrEnum):
    """What happens to a fraction of the smallest coin."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class Money(msgspec.Struct, frozen=True):
    """An exact amount, in minor units of one currency."""

    minor: int
    currency: str

    def __add__(self, other: Self) -> "Money":
        """Add an amount of the same currency."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> "Money":
        """Take away an amount of the same currency."""
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, quantity: int) -> "Money":
        """Take the amount a whole number of times."""
        return Money(self.minor * quantity, self.currency)

    def __neg__(self) -> "Money":
        """Turn a charge into a credit, and back."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Self) -> bool:
        """Compare amounts of the same currency."""
        return self.minor < self._same(other)

    def __le__(self, other: Self) -> bool:
        """Compare amounts of the same currency."""
        return self.minor <= self._same(other)

    def __gt__(self, other: Self) -> bool:
        """Compare amounts of the same currency."""
        return self.minor > self._same(other)

    def __ge__(self, other: Self) -> bool:
        """Compare amounts of the same currency."""
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        """Write the amount with exactly its currency's decimals."""
        exponent = exponent_of(self.currency)
        if exponent == 0:
            return str(self.minor)
        whole, fraction = divmod(abs(self.minor), 10**exponent)
        return f"{'-' if self.minor < 0 else ''}{whole}.{fraction:0{exponent}d}"

    def percentage(self, basis_points: int, rounding: Rounding) -> "Money":
        """Take a share of the amount in hundredths of a percent, rounded as named."""
        return Money(rounded_division(self.minor * basis_points, BASIS_POINTS, rounding), self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            msg = f"{self.currency} and {other.currency} can't be combined"
            raise ValueError(msg)
        return other.minor


def zero(currency: str) -> Money:
    """Make nothing, in a currency."""
    return Money(0, currency)


def rounded_division(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Divide integers and round the result away from fractions, the same way on both sides of zero."""
    sign = -1 if numerator < 0 else 1
    quotient, rest = divmod(abs(numerator), denominator)
    twice = 2 * rest
    up = {
        Rounding.DOWN: False,
        Rounding.HALF_UP: twice >= denominator,
        Rounding.HALF_EVEN: twice > denominator or (twice == denominator and quotient % 2 == 1),
    }[rounding]
    return sign * (quotient + up)


_AMOUNT: Final = re.compile(r"(-?)([0-9]{1,16})(?:\.([0-9]{1,4}))?", re.ASCII)


def parse_money(text: str, currency: str) -> Money:
    """Read a plain decimal amount; raise ValueError where the currency can't hold it exactly."""
    match, exponent = _AMOUNT.fullmatch(text), exponent_of(currency)
    if match is None:
        msg = f"{text!r} is not an amount of money"
        raise ValueError(msg)
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    if len(fraction.rstrip("0")) > exponent:
        msg = f"{currency} has {exponent} decimals"
        raise ValueError(msg)
    minor = int(whole + fraction[:exponent].ljust(exponent, "0"))
    if minor > LARGEST_MINOR:
        msg = "the amount is too large"
        raise ValueError(msg)
    return Money(-minor if sign else minor, currency)
