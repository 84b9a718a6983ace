"""A postal address in a request."""

from typing import Annotated

from msgspec import Meta

from shop_domain.cart.model import Address
from shop_domain.kernel.one_line import one_line
from shop_http.wire.body import Body, Line, ShortLine

OptionalText = Annotated[str, Meta(max_length=255)]
ShortText = Annotated[str, Meta(max_length=100)]
PostalCode = Annotated[str, Meta(max_length=20)]
PhoneText = Annotated[str, Meta(max_length=32)]
CountryText = Annotated[str, Meta(pattern=r"^[A-Za-z]{2}\Z", description="A country of ISO 3166-1, in two letters.")]


class AddressIn(Body, frozen=True, kw_only=True):
    """Where goods or bills go. What looks wrong for the country is never refused."""

    first_name: ShortLine
    last_name: ShortLine
    company: OptionalText = ""
    address_line_1: Line
    address_line_2: OptionalText = ""
    city: ShortLine
    state_province: ShortText = ""
    postal_code: PostalCode = ""
    country: CountryText
    phone: PhoneText = ""

    def fields(self) -> Address:
        """Give the address by field, as orders keep it."""
        given = {name: one_line(getattr(self, name)) for name in self.__struct_fields__}
        return {**given, "country": self.country.upper()}
