"""A user's own data over HTTP."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from shop_domain.accounts.account_changes import AccountChanges
from shop_domain.accounts.address import Address, AddressFields, AddressType, CheckedAddress
from shop_domain.accounts.profile import Gender, Profile, ProfileChanges
from shop_domain.kernel.one_line import one_line
from shop_http.schemas.address import CountryText, OptionalText, PhoneText, PostalCode, ShortText
from shop_http.schemas.request_types import AwareDatetime, BodySchema, CurrencyCode, RequiredLine, RequiredShortLine

Name = Annotated[str, Meta(max_length=150)]


def _as_line(value: Any) -> Any:  # noqa: ANN401 - a field of any type; only texts are lines
    return one_line(value) if type(value) is str else value


class ChangeMe(BodySchema, frozen=True, kw_only=True):
    """What to change of the account; what is left out stays."""

    username: Name | UnsetType = UNSET
    first_name: Name | UnsetType = UNSET
    last_name: Name | UnsetType = UNSET
    phone: PhoneText | UnsetType = UNSET

    def changes(self) -> AccountChanges:
        return AccountChanges(
            username=self.username, first_name=self.first_name, last_name=self.last_name, phone=self.phone
        )


class ChangeProfile(BodySchema, frozen=True, kw_only=True):
    """What to change of the profile; what is left out stays."""

    date_of_birth: date | UnsetType | None = UNSET
    gender: Gender | UnsetType = UNSET
    preferred_language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z]{2,4})?\Z")] | UnsetType = UNSET
    preferred_currency: CurrencyCode | UnsetType = UNSET
    marketing_opt_in: bool | UnsetType = UNSET
    avatar: Annotated[str, Meta(max_length=1000, pattern=r"^(https?://\S+)?\Z")] | UnsetType = UNSET

    def changes(self) -> ProfileChanges:
        return ProfileChanges(**msgspec.structs.asdict(self))


class ProfileOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a user told about themselves."""

    date_of_birth: date | None
    gender: Gender
    preferred_language: str
    preferred_currency: str
    marketing_opt_in: bool
    avatar: str

    @classmethod
    def of(cls, profile: Profile) -> "ProfileOut":
        return cls(**{name: getattr(profile, name) for name in cls.__struct_fields__})


class NewAddress(BodySchema, frozen=True, kw_only=True):
    """An address to keep."""

    address_type: AddressType = AddressType.SHIPPING
    label: ShortText = ""
    first_name: RequiredShortLine
    last_name: RequiredShortLine
    company: OptionalText = ""
    address_line_1: RequiredLine
    address_line_2: OptionalText = ""
    city: RequiredShortLine
    state_province: ShortText = ""
    postal_code: PostalCode = ""
    country: CountryText
    phone: PhoneText = ""
    is_default: bool = False

    def fields(self) -> AddressFields:
        return AddressFields(**{name: _as_line(value) for name, value in msgspec.structs.asdict(self).items()})


class ChangeAddress(BodySchema, frozen=True, kw_only=True):
    """What to change of an address; what is left out stays."""

    address_type: AddressType | UnsetType = UNSET
    label: ShortText | UnsetType = UNSET
    first_name: RequiredShortLine | UnsetType = UNSET
    last_name: RequiredShortLine | UnsetType = UNSET
    company: OptionalText | UnsetType = UNSET
    address_line_1: RequiredLine | UnsetType = UNSET
    address_line_2: OptionalText | UnsetType = UNSET
    city: RequiredShortLine | UnsetType = UNSET
    state_province: ShortText | UnsetType = UNSET
    postal_code: PostalCode | UnsetType = UNSET
    country: CountryText | UnsetType = UNSET
    phone: PhoneText | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET

    def applied_to(self, address: Address) -> Address:
        given = msgspec.structs.asdict(self)
        return replace(address, **{name: _as_line(value) for name, value in given.items() if value is not UNSET})


class AddressOut(msgspec.Struct, frozen=True, kw_only=True):
    """One of a user's addresses, with hints at what looks wrong."""

    id: UUID
    address_type: AddressType
    label: str
    first_name: str
    last_name: str
    company: str
    address_line_1: str
    address_line_2: str
    city: str
    state_province: str
    postal_code: str
    country: str
    phone: str
    is_default: bool
    warnings: tuple[str, ...]
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, checked: CheckedAddress) -> "AddressOut":
        own = (name for name in cls.__struct_fields__ if name != "warnings")
        return cls(warnings=checked.warnings, **{name: getattr(checked.address, name) for name in own})
