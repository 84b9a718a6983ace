"""A postal address in a request."""

from typing import Annotated

from msgspec import Meta

from shop_domain.cart.model import Address
from shop_http.wire.body import Body, CountryCode, Line, ShortLine

OptionalText = Annotated[str, Meta(max_length=255)]
ShortText = Annotated[str, Meta(max_length=100)]


class AddressIn(Body, frozen=True, kw_only=True):
    """Where goods or bills go. What looks wrong for the country is never refused."""

    first_name: ShortLine
    last_name: ShortLine
    company: OptionalText = ""
    address_line_1: Line
    address_line_2: OptionalText = ""
    city: ShortLine
    state_province: ShortText = ""
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    country: CountryCode
    phone: Annotated[str, Meta(max_length=32)] = ""

    def fields(self) -> Address:
        """Give the address by field, as orders keep it."""
        return {name: getattr(self, name) for name in self.__struct_fields__}
