"""How many decimals a currency has (ISO 4217)."""

from typing import Final

DEFAULT_EXPONENT: Final = 2
EXPONENTS: Final[dict[str, int]] = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    "CLF": 4,
    "UYW": 4,
}


def exponent_of(currency: str) -> int:
    """Tell the number of decimals of an ISO 4217 currency code."""
    return EXPONENTS.get(currency, DEFAULT_EXPONENT)
