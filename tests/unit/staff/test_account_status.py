"""What may staff change about an account's status and role?"""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.accounts.erasure import erase
from shop_domain.accounts.model import Role, SessionId, UserId
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.account_status import (
    AccountStatusChange,
    change_account_status,
    is_active_administrator,
    require_other_administrator,
)
from shop_domain.staff.errors import AccountErased, CannotChangeSelf, LastAdministrator
from tests.auth_driver import NOON, a_user

CUSTOMER = a_user("customer")
CLERK = a_user("clerk", is_staff=True, role=Role.SUPPORT)
ADMIN = a_user("admin", is_staff=True, role=Role.ADMIN)
CALLER = AuthenticatedUser(
    user_id=ADMIN.id, session_id=SessionId(uuid7()), is_staff=True, role=Role.ADMIN, email="", username=""
)
LATER = NOON + timedelta(days=1)


def changed(user, **given):
    return change_account_status(user, AccountStatusChange(**given), CALLER, LATER)


@pytest.mark.parametrize(
    ("user", "given", "status"),
    [
        (CUSTOMER, {}, (False, Role.CUSTOMER)),
        (CUSTOMER, {"is_staff": True}, (True, Role.STAFF)),
        (CUSTOMER, {"role": Role.WAREHOUSE}, (True, Role.WAREHOUSE)),
        (CUSTOMER, {"is_staff": True, "role": Role.ADMIN}, (True, Role.ADMIN)),
        (CUSTOMER, {"is_staff": True, "role": Role.CUSTOMER}, (True, Role.STAFF)),
        (CLERK, {}, (True, Role.SUPPORT)),
        (CLERK, {"is_staff": True}, (True, Role.SUPPORT)),
        (CLERK, {"role": Role.CUSTOMER}, (False, Role.CUSTOMER)),
        (CLERK, {"is_staff": False}, (False, Role.CUSTOMER)),
        (CLERK, {"is_staff": False, "role": Role.CUSTOMER}, (False, Role.CUSTOMER)),
    ],
)
def test_a_role_of_staff_makes_somebody_staff_and_whoever_is_no_staff_is_a_customer(user, given, status):
    after = changed(user, **given)
    assert (after.is_staff, after.role) == status
    assert (after.is_active, after.disabled_at) == (user.is_active, user.disabled_at)


def test_somebody_who_is_no_staff_has_no_role_of_staff():
    with pytest.raises(InvalidFields) as wrong:
        changed(CLERK, is_staff=False, role=Role.SUPPORT)
    assert list(wrong.value.fields) == ["role"]


def test_an_account_is_disabled_from_this_moment_on_and_enabled_again():
    disabled = changed(CUSTOMER, is_active=False)
    assert (disabled.is_active, disabled.disabled_at) == (False, LATER)
    enabled = changed(disabled, is_active=True)
    assert (enabled.is_active, enabled.disabled_at) == (True, None)


def test_nobody_changes_the_own_account_nor_one_that_was_erased():
    with pytest.raises(CannotChangeSelf):
        changed(ADMIN, is_active=False)
    with pytest.raises(AccountErased):
        changed(erase(CUSTOMER, NOON), is_active=True)


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (ADMIN, True),
        (CLERK, False),
        (CUSTOMER, False),
        (replace(ADMIN, is_staff=False), False),
        (replace(ADMIN, is_active=False), False),
        (replace(ADMIN, blocked_until=LATER), False),
        (replace(ADMIN, blocked_until=NOON), True),
    ],
)
def test_an_administrator_is_active_who_can_sign_in(user, expected):
    assert is_active_administrator(user, NOON) is expected


@pytest.mark.parametrize("others", [[], [ADMIN.id]])
def test_the_last_administrator_stays(others: list[UserId]):
    with pytest.raises(LastAdministrator):
        require_other_administrator(ADMIN, others)
    require_other_administrator(CLERK, others)
    require_other_administrator(replace(ADMIN, is_staff=False), others)


def test_one_of_two_administrators_may_leave():
    require_other_administrator(ADMIN, [ADMIN.id, CLERK.id])
