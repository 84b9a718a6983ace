"""Cut secrets, card data and the payer's personal data out of what is kept of an exchange."""

from typing import Final, cast

import msgspec

MASK: Final = "***"


class LogFormat(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of one provider's exchanges, and what is cut."""

    trace_header: str
    """The provider's own id of an exchange, in lower case."""
    secret_fields: frozenset[str]
    payer_fields: frozenset[str]
    """The objects that describe the payer."""
    personal_fields: frozenset[str]
    """Cut only below the payer's objects: elsewhere the same words name the payee or an error."""


def mask(document: object, log_format: LogFormat) -> object:
    """Return the document with everything cut that the log does not need."""
    return _mask_value(document, log_format, log_format.secret_fields)


def _mask_value(value: object, rules: LogFormat, cut: frozenset[str]) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        below_payer = cut | rules.personal_fields
        return {
            key: MASK if key in cut else _mask_value(inner, rules, below_payer if key in rules.payer_fields else cut)
            for key, inner in fields.items()
        }
    if isinstance(value, list):
        return [_mask_value(inner, rules, cut) for inner in cast("list[object]", value)]
    return value
