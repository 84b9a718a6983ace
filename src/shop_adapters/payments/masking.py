"""Cut secrets, card data and the payer's personal data out of what is kept as evidence."""

from typing import Final, cast

MASK: Final = "***"
SECRET: Final = frozenset(
    {"access_token", "refresh_token", "id_token", "client_secret", "nonce", "authorization", "card", "shipping"}
)
PERSONAL: Final = frozenset(
    {"name", "email_address", "address", "phone", "phone_number", "birth_date", "tax_info", "attributes"}
)
"""Cut only below `payer` and `payment_source`: elsewhere the same words name the payee or an error."""
_ABOUT_THE_PAYER: Final = frozenset({"payer", "payment_source"})


def masked(document: object) -> object:
    """Return the document with everything cut that evidence does not need."""
    return _masked(document, SECRET)


def _masked(value: object, cut: frozenset[str]) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {
            key: MASK if key in cut else _masked(inner, cut | PERSONAL if key in _ABOUT_THE_PAYER else cut)
            for key, inner in fields.items()
        }
    if isinstance(value, list):
        return [_masked(inner, cut) for inner in cast("list[object]", value)]
    return value
