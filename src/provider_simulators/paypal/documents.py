"""Pieces that all of PayPal's documents share."""

from datetime import datetime

import msgspec

JsonObject = dict[str, object]


class Link(msgspec.Struct, frozen=True):
    """Where to go next."""

    href: str
    rel: str
    method: str = "GET"


def format_time(at: datetime) -> str:
    """Write a time to the second, as PayPal does."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def without_none(**fields: object) -> JsonObject:
    """Leave out what is not there: PayPal sends no nulls."""
    return {name: value for name, value in fields.items() if value is not None}
