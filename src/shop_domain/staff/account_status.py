"""What may be changed about somebody's standing in the shop?"""

from collections.abc import Collection
from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_domain.accounts.erasure import is_erased
from shop_domain.accounts.model import Role, User, UserId
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.errors import AccountErased, CannotChangeSelf, LastAdministrator


class AccountStatusChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different; None leaves a thing as it is."""

    is_active: bool | None = None
    is_staff: bool | None = None
    role: Role | None = None


def change_account_status(user: User, change: AccountStatusChange, caller: AuthenticatedUser, now: datetime) -> User:
    """Give the account its new standing.

    Raises CannotChangeSelf, AccountErased where there is nobody any more, or InvalidFields where somebody who is no
    staff would have a role of staff. The caller is an administrator and stays one until the transaction ends, so a shop
    never locks its last one out.
    """
    if is_erased(user):
        raise AccountErased
    if user.id == caller.user_id:
        raise CannotChangeSelf
    is_staff, role = _staff_role(user, change)
    is_active = user.is_active if change.is_active is None else change.is_active
    disabled_at = user.disabled_at if change.is_active is None else None if change.is_active else now
    return replace(user, is_staff=is_staff, role=role, is_active=is_active, disabled_at=disabled_at)


def require_other_administrator(leaving: User, administrators: Collection[UserId]) -> None:
    """Keep one administrator in the shop: raise LastAdministrator where there would be none without this user.

    The administrators are held by the transaction. One who was made after they were counted is refused, too.
    """
    if leaving.role is Role.ADMIN and leaving.is_staff and not set(administrators) - {leaving.id}:
        raise LastAdministrator


def _staff_role(user: User, wanted: AccountStatusChange) -> tuple[bool, Role]:
    role = user.role if wanted.role is None else wanted.role
    if wanted.is_staff is None:
        return (user.is_staff if wanted.role is None else role is not Role.CUSTOMER), role
    if wanted.is_staff:
        return True, Role.STAFF if role is Role.CUSTOMER else role
    if wanted.role not in {None, Role.CUSTOMER}:
        raise InvalidFields({"role": ["Only staff can have this role."]})
    return False, Role.CUSTOMER
