"""What may a user change of the account itself?"""

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from shop_domain.accounts.model import User
from shop_domain.accounts.registration_form import name_errors, phone_errors, username_errors
from shop_domain.kernel.errors import InvalidFields


class AccountChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; what is unset stays. The address changes by confirmation only, the password by its own way."""

    username: str | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET

    def apply_to(self, user: User) -> User:
        """Change an account; raise InvalidFields, which names every field that can't be so."""
        given = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}
        if faults := {name: wrong for name, value in given.items() if (wrong := _faults(name, value))}:
            raise InvalidFields(faults)
        return replace(user, **{name: value.strip() for name, value in given.items()})


def _faults(name: str, value: str) -> list[str]:
    match name:
        case "username":
            return username_errors(value)
        case "phone":
            return phone_errors(value)
        case _:
            return name_errors(value)
