"""Cut secrets, card data and the payer's personal data out of what is kept as evidence."""

from typing import Final, cast

MASK: Final = "***"
SECRET_FIELDS: Final = frozenset(
    {"access_token", "refresh_token", "id_token", "client_secret", "nonce", "authorization", "card", "shipping"}
)
PERSONAL_FIELDS: Final = frozenset(
    {"name", "email_address", "address", "phone", "phone_number", "birth_date", "tax_info", "attributes"}
)
"""Cut only below `payer` and `payment_source`: elsewhere the same words name the payee or an error."""
_PAYER_FIELDS: Final = frozenset({"payer", "payment_source"})


def mask(document: object) -> object:
    """Return the document with everything cut that evidence does not need."""
    return _mask_value(document, SECRET_FIELDS)


def _mask_value(value: object, cut: frozenset[str]) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {
            key: MASK if key in cut else _mask_value(inner, cut | PERSONAL_FIELDS if key in _PAYER_FIELDS else cut)
            for key, inner in fields.items()
        }
    if isinstance(value, list):
        return [_mask_value(inner, cut) for inner in cast("list[object]", value)]
    return value
