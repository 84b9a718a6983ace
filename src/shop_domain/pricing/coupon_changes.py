"""What is different about a coupon?"""

from collections.abc import Mapping
from typing import Final, cast

import msgspec

from shop_domain.pricing.coupon_terms import coupon_input
from shop_domain.pricing.model import Coupon

MAX_TERM_LENGTH: Final = 200
"""More of a term is not told: a coupon may be for a thousand products."""


def describe_terms(coupon: Coupon) -> dict[str, str]:
    """Tell the terms that say something."""
    return {name: _cut(term) for name, term in _terms(coupon).items() if term}


def describe_changes(before: Coupon, after: Coupon) -> dict[str, str]:
    """Tell each term that changed: what it was, and what it is."""
    old, new = _terms(before), _terms(after)
    return {name: f"{_cut(old[name])} -> {_cut(new[name])}" for name in old if old[name] != new[name]}


def _terms(coupon: Coupon) -> dict[str, str]:
    values = cast("Mapping[str, object]", msgspec.to_builtins(coupon_input(coupon)))
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TERM_LENGTH else f"{text[:MAX_TERM_LENGTH]}…"
