"""A postal address in a request."""

from typing import Annotated, Final

from msgspec import Meta

from shop_domain.accounts.country_code import usual_country
from shop_domain.cart.model import Address
from shop_domain.kernel.one_line import one_line
from shop_http.wire.body import Body, Line, ShortLine

OptionalText = Annotated[str, Meta(max_length=255)]
ShortText = Annotated[str, Meta(max_length=100)]
PostalCode = Annotated[str, Meta(max_length=20)]
PhoneText = Annotated[str, Meta(max_length=32)]
CountryText = Annotated[
    str, Meta(max_length=20, pattern=r"^ *[A-Za-z]{2} *\Z", description="A country of ISO 3166-1, in two letters.")
]
Saved = Annotated[str, Meta(max_length=255)] | Annotated[int, Meta(ge=0, le=2**53)] | None
"""What only a saved address has: it may come along, and says nothing here."""
Hints = Annotated[tuple[Annotated[str, Meta(max_length=1_000)], ...], Meta(max_length=100)] | None
OF_SAVED_ONES: Final = frozenset({"id", "address_type", "label", "is_default", "warnings", "created_at", "updated_at"})


class AddressIn(Body, frozen=True, kw_only=True):
    """Where goods or bills go. What looks wrong for the country is never refused.

    One of a user's saved addresses may be sent as it was read; what it has beside the address itself is ignored.
    """

    first_name: ShortLine
    last_name: ShortLine
    company: OptionalText | None = ""
    address_line_1: Line
    address_line_2: OptionalText | None = ""
    city: ShortLine
    state_province: ShortText | None = ""
    postal_code: PostalCode | None = ""
    country: CountryText
    phone: PhoneText | None = ""
    id: Saved = None
    address_type: Saved = None
    label: Saved = None
    is_default: bool | None = None
    warnings: Hints = None
    created_at: Saved = None
    updated_at: Saved = None

    def fields(self) -> Address:
        """Give the address by field, as orders keep it."""
        given = {
            name: one_line(getattr(self, name) or "") for name in self.__struct_fields__ if name not in OF_SAVED_ONES
        }
        return {**given, "country": usual_country(self.country)}
