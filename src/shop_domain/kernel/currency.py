"""Currencies and how many decimals each has (ISO 4217, its list one of 2026, without metals, funds and test codes)."""

from typing import Final

DEFAULT_EXPONENT: Final = 2
ZERO_DECIMAL: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE_DECIMAL: Final = "BHD IQD JOD KWD LYD OMR TND"
FOUR_DECIMAL: Final = "CLF UYW"
EXPONENTS: Final[dict[str, int]] = {
    **dict.fromkeys(ZERO_DECIMAL.split(), 0),
    **dict.fromkeys(THREE_DECIMAL.split(), 3),
    **dict.fromkeys(FOUR_DECIMAL.split(), 4),
}
TWO_DECIMAL: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
    "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES "
    "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
CURRENCIES: Final = frozenset({*EXPONENTS, *TWO_DECIMAL.split()})


def exponent_of(currency: str) -> int:
    """Tell the number of decimals of an ISO 4217 currency code."""
    return EXPONENTS.get(currency, DEFAULT_EXPONENT)
