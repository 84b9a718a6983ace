"""What may be changed about somebody's standing in the shop?"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_domain.accounts.erased import is_erased
from shop_domain.accounts.model import Role, User
from shop_domain.auth.errors import AccountErased, CannotChangeSelf
from shop_domain.auth.model import SignedIn
from shop_domain.kernel.errors import InvalidFields


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different; None leaves a thing as it is."""

    is_active: bool | None = None
    is_staff: bool | None = None
    role: Role | None = None


def with_standing(user: User, wanted: Standing, caller: SignedIn, now: datetime) -> User:
    """Give the account its new standing.

    Raises CannotChangeSelf, so that a shop never locks its last administrator out by mistake, AccountErased where there
    is nobody any more, or InvalidFields where somebody who is no staff would have a role of staff.
    """
    if is_erased(user):
        raise AccountErased
    if user.id == caller.user_id:
        raise CannotChangeSelf
    is_staff, role = _employed(user, wanted)
    is_active = user.is_active if wanted.is_active is None else wanted.is_active
    disabled_at = user.disabled_at if wanted.is_active is None else None if wanted.is_active else now
    return replace(user, is_staff=is_staff, role=role, is_active=is_active, disabled_at=disabled_at)


def _employed(user: User, wanted: Standing) -> tuple[bool, Role]:
    role = user.role if wanted.role is None else wanted.role
    if wanted.is_staff is None:
        return (user.is_staff if wanted.role is None else role is not Role.CUSTOMER), role
    if wanted.is_staff:
        return True, Role.STAFF if role is Role.CUSTOMER else role
    if wanted.role not in {None, Role.CUSTOMER}:
        raise InvalidFields({"role": ["Only staff can have this role."]})
    return False, Role.CUSTOMER
