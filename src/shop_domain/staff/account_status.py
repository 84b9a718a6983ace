"""What may staff change about an account's status and role?"""

from collections.abc import Collection
from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_domain.accounts.erasure import is_erased
from shop_domain.accounts.model import Role, User, UserId
from shop_domain.auth.blocks import is_blocked
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.errors import AccountErased, CannotChangeSelf, LastAdministrator


class AccountStatusChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; None leaves it as it is."""

    is_active: bool | None = None
    is_staff: bool | None = None
    role: Role | None = None


def change_account_status(user: User, change: AccountStatusChange, caller: AuthenticatedUser, now: datetime) -> User:
    """Change the status and role of an account.

    Raises CannotChangeSelf, AccountErased, or InvalidFields where somebody who is no staff would have a role of
    staff. The caller is an administrator and stays one until the transaction ends, so one always remains.
    """
    if is_erased(user):
        raise AccountErased
    if user.id == caller.user_id:
        raise CannotChangeSelf
    is_staff, role = _staff_role(user, change)
    is_active = user.is_active if change.is_active is None else change.is_active
    disabled_at = user.disabled_at if change.is_active is None else None if change.is_active else now
    return replace(user, is_staff=is_staff, role=role, is_active=is_active, disabled_at=disabled_at)


def is_active_administrator(user: User, now: datetime) -> bool:
    """Tell whether a user can sign in as an administrator."""
    return user.role is Role.ADMIN and user.is_staff and user.is_active and not is_blocked(user, now)


def require_other_administrator(leaving: User, administrators: Collection[UserId]) -> None:
    """Raise LastAdministrator where no administrator would be left without this user.

    The administrators are locked. One who was appointed after they were read is refused, too.
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
