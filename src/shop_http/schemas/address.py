"""A postal address in a request."""

from typing import Annotated, Final

from msgspec import Meta

from shop_domain.accounts.country_code import normalize_country
from shop_domain.cart.model import PostalAddress
from shop_domain.kernel.one_line import one_line
from shop_http.schemas.request_types import BodySchema, Ignored, RequiredLine, RequiredShortLine

OptionalText = Annotated[str, Meta(max_length=255)]
ShortText = Annotated[str, Meta(max_length=100)]
PostalCode = Annotated[str, Meta(max_length=20)]
PhoneText = Annotated[str, Meta(max_length=32)]
CountryText = Annotated[
    str, Meta(max_length=20, pattern=r"^ *[A-Za-z]{2} *\Z", description="A country of ISO 3166-1, in two letters.")
]
IgnoredField = Annotated[str, Meta(max_length=255), Ignored] | Annotated[int, Meta(ge=0, le=2**53)] | None
"""What only a saved address has: it may come along, and says nothing here."""
Hints = Annotated[tuple[Annotated[str, Meta(max_length=1_000)], ...], Meta(max_length=100), Ignored] | None
ADDRESS_FIELDS: Final = (
    *("first_name", "last_name", "company", "address_line_1", "address_line_2"),
    *("city", "state_province", "postal_code", "country", "phone"),
)
PostalAddressOut = Annotated[
    PostalAddress,
    Meta(
        extra_json_schema={
            "properties": {name: {"type": "string"} for name in ADDRESS_FIELDS},
            "required": ADDRESS_FIELDS,
            "additionalProperties": False,
        }
    ),
]
"""An address as carts and orders keep it."""


class AddressIn(BodySchema, frozen=True, kw_only=True):
    """Where goods or bills go. What looks wrong for the country is never refused.

    One of a user's saved addresses may be sent as it was read; what it has beside the address itself is ignored.
    """

    first_name: RequiredShortLine
    last_name: RequiredShortLine
    company: OptionalText | None = ""
    address_line_1: RequiredLine
    address_line_2: OptionalText | None = ""
    city: RequiredShortLine
    state_province: ShortText | None = ""
    postal_code: PostalCode | None = ""
    country: CountryText
    phone: PhoneText | None = ""
    id: IgnoredField = None
    address_type: IgnoredField = None
    label: IgnoredField = None
    is_default: Annotated[bool, Ignored] | None = None
    warnings: Hints = None
    created_at: IgnoredField = None
    updated_at: IgnoredField = None

    def fields(self) -> PostalAddress:
        """Give the address by field, as orders keep it."""
        given = {name: one_line(getattr(self, name) or "") for name in ADDRESS_FIELDS}
        return {**given, "country": normalize_country(self.country)}
