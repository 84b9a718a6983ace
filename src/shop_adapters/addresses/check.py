"""Bring an address into its country's usual form, and say what looks wrong; refuse nothing.

Country data is Google's, phone data is libphonenumber's. Both are loaded with the first address, not with the shop.
"""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from shop_domain.accounts.address import Address, CheckedAddress
from shop_domain.accounts.country_code import normalize_country

FIELD_NAMES: Final[Mapping[str, str]] = {
    "country_code": "country",
    "country_area": "state_province",
    "city": "city",
    "postal_code": "postal_code",
    "street_address": "address_line_1",
}
"""What the country data calls a field, and what the shop calls it."""
HINTS: Final[Mapping[str, str]] = {"required": "is usual in", "invalid": "does not look right for"}


def check_address(address: Address) -> CheckedAddress:
    """Write country, postal code and phone in their usual form where that is possible; hint at the rest."""
    usual, phone_hints = _phone(_with_postal_code(replace(address, country=normalize_country(address.country))))
    return CheckedAddress(address=usual, warnings=(*_address_hints(usual), *phone_hints))


def _with_postal_code(address: Address) -> Address:
    from shop_adapters.addresses.countries import postal_rules
    from shop_adapters.addresses.postal_codes import format_postal_code

    return replace(address, postal_code=format_postal_code(address.postal_code, postal_rules(address.country)))


def _address_hints(address: Address) -> tuple[str, ...]:
    from shop_adapters.addresses.countries import invalid_fields

    asked = {theirs: getattr(address, ours) for theirs, ours in FIELD_NAMES.items()}
    return tuple(_hint(field, reason, address.country) for field, reason in invalid_fields(asked).items())


def _hint(field: str, reason: str, country: str) -> str:
    ours = FIELD_NAMES.get(field, field)
    if ours == "country":
        return f"country: {country} is not a country of ISO 3166-1."
    return f"{ours}: this {HINTS.get(reason, 'does not look right for')} {country}."


def _phone(address: Address) -> tuple[Address, tuple[str, ...]]:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

    if not address.phone:
        return address, ()
    hint = ("phone: this does not look like a phone number.",)
    try:
        number = parse(address.phone, address.country)
    except NumberParseException:
        return address, hint
    if not is_possible_number(number):
        return address, hint
    return replace(address, phone=format_number(number, PhoneNumberFormat.E164)), ()
