"""Write and read amounts as PayPal does: decimal text, with PayPal's own number of decimals."""

import re
from typing import Final

from shop_adapters.payments.paypal.documents import Amount
from shop_domain.kernel.money import Money, parse_money
from shop_domain.payments.gateway import Rejected, RetryAdvice

SUPPORTED_CURRENCIES: Final = frozenset(
    (
        *("AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY"),
        *("MXN", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD"),
    )
)
ZERO_DECIMAL_CURRENCIES: Final = frozenset({"HUF", "JPY", "TWD"})
"""ISO 4217 gives two of them decimals; PayPal takes none."""
DECIMALS: Final = 2
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_VALUE: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,3})?", re.ASCII)


def to_paypal_amount(money: Money) -> dict[str, str]:
    """Write an amount; raise Rejected where PayPal can't hold it exactly, or takes nothing so small."""
    if money.minor <= 0:
        raise Rejected("amount_not_positive", RetryAdvice.NEVER)
    decimals = 0 if money.currency in ZERO_DECIMAL_CURRENCIES else DECIMALS
    whole, _, fraction = str(money).partition(".")
    if fraction[decimals:].strip("0"):
        raise Rejected("amount_not_exact", RetryAdvice.NEVER)
    kept = fraction[:decimals].ljust(decimals, "0")
    return {"currency_code": money.currency, "value": f"{whole}.{kept}" if kept else whole}


def to_money(amount: Amount) -> Money:
    """Read an amount; raise ValueError where it is none, or more exact than the currency."""
    if not _CURRENCY.fullmatch(amount.currency_code) or not _VALUE.fullmatch(amount.value):
        raise ValueError(f"{amount.value!r} {amount.currency_code!r} is not an amount")
    return parse_money(amount.value, amount.currency_code)
