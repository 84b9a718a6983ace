"""Addresses of one user."""

from typing import Any

from uuid_utils.compat import uuid7

from shop_domain.accounts.address import Address, AddressId, AddressType
from tests.builders import NOW, a_user_id

OWNER = a_user_id()


def an_address(**given: Any) -> Address:
    values: dict[str, Any] = {
        "address_type": AddressType.SHIPPING,
        "first_name": "Ada",
        "last_name": "Lovelace",
        "address_line_1": "12 St James Square",
        "city": "London",
        "country": "GB",
        "created_at": NOW,
        "updated_at": NOW,
        **given,
    }
    return Address(id=AddressId(uuid7()), user_id=OWNER, **values)
