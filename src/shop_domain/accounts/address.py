"""Where somebody lives or wants things sent."""

from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId

AddressId = NewType("AddressId", UUID)


class AddressType(StrEnum):
    """What an address is for."""

    SHIPPING = "shipping"
    BILLING = "billing"
    OTHER = "other"


class AddressFields(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of an address."""

    address_type: AddressType = AddressType.SHIPPING
    label: str = ""
    first_name: str
    last_name: str
    company: str = ""
    address_line_1: str
    address_line_2: str = ""
    city: str
    state_province: str = ""
    postal_code: str = ""
    country: str
    """ISO 3166-1 alpha-2."""
    phone: str = ""
    """E.164 where that is possible, else as it was typed."""
    is_default: bool = False


class Address(AddressFields, frozen=True, kw_only=True):
    """One postal address of a user."""

    id: AddressId
    user_id: UserId
    created_at: datetime
    updated_at: datetime


class CheckedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address in its usual form, and what looks wrong about it; nothing is refused for it."""

    address: Address
    warnings: tuple[str, ...]
