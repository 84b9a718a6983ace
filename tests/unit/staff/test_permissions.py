"""What may staff do?"""

from itertools import product

import pytest
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import Role, SessionId
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.staff.errors import NotPermitted
from shop_domain.staff.permissions import ROLE_PERMISSIONS, Permission, has_permission, require_permission
from tests.auth_driver import a_user

ADMIN_ONLY = {Permission.SECURITY, Permission.USERS, Permission.SETTINGS}


def a_caller(role: Role, *, is_staff: bool = True) -> AuthenticatedUser:
    return AuthenticatedUser(
        user_id=a_user().id, session_id=SessionId(uuid7()), is_staff=is_staff, role=role, email="", username=""
    )


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_permissions_written_down(role):
    assert role in ROLE_PERMISSIONS


@pytest.mark.parametrize("permission", Permission)
def test_an_administrator_may_do_everything_and_a_customer_nothing(permission):
    assert has_permission(a_caller(Role.ADMIN), permission)
    assert not has_permission(a_caller(Role.CUSTOMER), permission)


@pytest.mark.parametrize(("role", "permission"), [*product(set(Role) - {Role.ADMIN}, ADMIN_ONLY)])
def test_only_administrators_appoint_block_and_set(role, permission):
    assert not has_permission(a_caller(role), permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_role_means_nothing_without_being_staff(permission):
    assert not has_permission(a_caller(Role.ADMIN, is_staff=False), permission)


@pytest.mark.parametrize(
    ("role", "permission", "expected"),
    [
        (Role.STAFF, Permission.ANALYTICS, True),
        (Role.SUPPORT, Permission.ORDERS, True),
        (Role.SUPPORT, Permission.INVENTORY, False),
        (Role.CATALOG, Permission.COUPONS, True),
        (Role.CATALOG, Permission.PAYMENTS, False),
        (Role.WAREHOUSE, Permission.INVENTORY, True),
        (Role.WAREHOUSE, Permission.COUPONS, False),
    ],
)
def test_whoever_lacks_a_permission_is_refused(role, permission, expected):
    if expected:
        require_permission(a_caller(role), permission)
    else:
        with pytest.raises(NotPermitted):
            require_permission(a_caller(role), permission)
