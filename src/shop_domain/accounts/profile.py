"""What somebody tells the shop about themselves, beyond the account."""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from shop_domain.accounts.model import UserId
from shop_domain.kernel.errors import InvalidFields


class Gender(StrEnum):
    """As somebody wants to be addressed."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNSPECIFIED = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """All of it is optional."""

    user_id: UserId
    date_of_birth: date | None = None
    gender: Gender = Gender.UNSPECIFIED
    preferred_language: str = "en"
    preferred_currency: str = ""
    marketing_opt_in: bool = False
    avatar: str = ""
    """The address of a picture."""


EARLIEST_BIRTH: Final = date(1900, 1, 1)


class ProfileChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; what is unset stays."""

    date_of_birth: date | UnsetType | None = UNSET
    gender: Gender | UnsetType = UNSET
    preferred_language: str | UnsetType = UNSET
    preferred_currency: str | UnsetType = UNSET
    marketing_opt_in: bool | UnsetType = UNSET
    avatar: str | UnsetType = UNSET

    def apply_to(self, profile: Profile, today: date) -> Profile:
        """Change a profile; raise InvalidFields for a birthday that nobody can have."""
        given = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}
        born = given.get("date_of_birth")
        if born is not None and not EARLIEST_BIRTH <= born <= today:
            raise InvalidFields({"date_of_birth": ["This is not a date of birth."]})
        return replace(profile, **given)
