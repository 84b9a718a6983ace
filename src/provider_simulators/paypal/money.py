"""Amounts as PayPal writes them: a currency and a decimal text."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from provider_simulators.paypal.config import ZERO_DECIMAL_CURRENCIES

MAX_AMOUNT = Decimal("999999999999999.99")


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """An amount in the form of the API."""

    currency_code: str
    value: str

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)

    @property
    def decimals(self) -> int:
        return len(self.value.partition(".")[2])

    @property
    def cents(self) -> str | None:
        """Return the two digits after the point, if the currency has any."""
        return None if self.currency_code in ZERO_DECIMAL_CURRENCIES else f"{self.number:.2f}"[-2:]


def rounded_money(number: Decimal, currency_code: str) -> Money:
    """Write a number with the decimals of its currency."""
    step = Decimal(1) if currency_code in ZERO_DECIMAL_CURRENCIES else Decimal("0.01")
    return Money(currency_code=currency_code, value=str(number.quantize(step, ROUND_HALF_UP)))


def sum_amounts(amounts: Iterable[Money]) -> Decimal:
    """Add amounts up, whatever their currency."""
    return sum((amount.number for amount in amounts), Decimal(0))
