"""Which country is meant?"""

from collections.abc import Mapping
from typing import Final

COUNTRY_ALIASES: Final[Mapping[str, str]] = {"UK": "GB", "EL": "GR"}
"""Codes that people and the European Union use, and that ISO 3166-1 keeps free for them."""


def normalize_country(typed: str) -> str:
    """Answer the country's code of ISO 3166-1, as far as it can be told."""
    code = typed.strip().upper()
    return COUNTRY_ALIASES.get(code, code)
