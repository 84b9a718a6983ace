"""What is left of an account whose owner has gone."""

from shop_domain.accounts.erased import erased, is_erased, is_nobodys
from shop_domain.accounts.model import Role
from tests.doorstep import NOON, a_user

BOSS = a_user("boss", first_name="Ada", phone="+34600123456", is_staff=True, role=Role.ADMIN)


def test_nothing_personal_and_no_standing_is_left():
    left = erased(BOSS, NOON)
    assert (left.first_name, left.last_name, left.phone, left.password_hash) == ("", "", "", "")
    assert (left.is_active, left.is_staff, left.role, left.disabled_at) == (False, False, Role.CUSTOMER, NOON)


def test_an_erased_account_is_known_as_one():
    left = erased(BOSS, NOON)
    assert (is_erased(BOSS), is_erased(left)) == (False, True)
    assert (is_nobodys(BOSS.email), is_nobodys(left.email)) == (False, True)
