"""What is left of an account whose owner has gone."""

from shop_domain.accounts.erasure import erase, is_erased, is_erased_email
from shop_domain.accounts.model import Role
from tests.auth_driver import NOON, a_user

BOSS = a_user("boss", first_name="Ada", phone="+34600123456", is_staff=True, role=Role.ADMIN)


def test_nothing_personal_and_no_role_is_left():
    left = erase(BOSS, NOON)
    assert (left.first_name, left.last_name, left.phone, left.password_hash) == ("", "", "", "")
    assert (left.is_active, left.is_staff, left.role, left.disabled_at) == (False, False, Role.CUSTOMER, NOON)


def test_an_erased_account_is_known_as_one():
    left = erase(BOSS, NOON)
    assert (is_erased(BOSS), is_erased(left)) == (False, True)
    assert (is_erased_email(BOSS.email), is_erased_email(left.email)) == (False, True)
