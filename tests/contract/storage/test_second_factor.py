"""Staff who protect their accounts by an app, on every storage."""

import base64

import pytest

from shop_domain.auth.second_factor import totp_at
from shop_domain.staff.account_status import AccountStatusChange
from tests.auth_driver import HERE, PASSWORD, error_code_of


def shown(door, secret):
    """Read the code off an app."""
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return totp_at(raw, int(door.now.timestamp()) // 30)


def log_in(door, code=None, password=PASSWORD):
    return error_code_of(door.sign_in.login, "boss@example.com", password, HERE, code)


@pytest.fixture
def app(door, boss):
    """Enrol and confirm; give the secret and the recovery codes."""
    enrolment = door.second_factors.enrol(boss, PASSWORD, HERE)
    codes = door.second_factors.confirm(boss, shown(door, enrolment.secret), HERE)
    door.advance(30)
    return enrolment.secret, codes


def test_nothing_is_asked_for_before_the_app_is_confirmed(door, boss):
    door.second_factors.enrol(boss, PASSWORD, HERE)
    assert log_in(door) == "ok"
    assert error_code_of(door.second_factors.confirm, boss, "000000", HERE) == "invalid_second_factor"
    assert log_in(door) == "ok"


def test_with_an_app_a_login_takes_the_code_that_it_shows_once(door, app):
    secret, _ = app
    assert log_in(door) == "second_factor_required"
    code = shown(door, secret)
    assert log_in(door, code) == "ok"
    assert log_in(door, code) == "invalid_second_factor"
    door.advance(30)
    assert log_in(door, shown(door, secret)) == "ok"


def test_a_code_is_never_looked_at_before_the_password_is_right(door, app):
    secret, _ = app
    assert log_in(door, shown(door, secret), "wrong") == "invalid_credentials"
    assert log_in(door, shown(door, secret)) == "ok"


def test_wrong_codes_count_like_wrong_passwords(door, app):
    secret, _ = app
    assert [log_in(door) for _ in range(4)] == ["second_factor_required"] * 4
    assert [log_in(door, "000000") for _ in range(4)] == ["invalid_second_factor"] * 3 + ["rate_limited"]
    assert log_in(door, shown(door, secret)) == "rate_limited"


def test_each_recovery_code_works_once(door, app):
    _, codes = app
    assert len(set(codes)) == 10
    assert log_in(door, codes[0]) == "ok"
    assert log_in(door, codes[0]) == "invalid_second_factor"
    assert log_in(door, codes[9].upper()) == "ok"


def test_an_app_in_use_is_not_replaced_but_taken_away_by_the_password(door, boss, app):
    assert error_code_of(door.second_factors.enrol, boss, PASSWORD, HERE) == "second_factor_stands"
    assert error_code_of(door.second_factors.confirm, boss, shown(door, app[0]), HERE) == "second_factor_stands"
    assert error_code_of(door.second_factors.remove, boss, "wrong", HERE) == "invalid"
    assert log_in(door) == "second_factor_required"
    door.second_factors.remove(boss, PASSWORD, HERE)
    assert log_in(door) == "ok"


def test_shoppers_have_no_app_to_enrol(door):
    door.a_verified_user()
    caller = door.authenticate(door.log_in().tokens.access)
    assert error_code_of(door.second_factors.enrol, caller, PASSWORD, HERE) == "permission_denied"


def test_who_is_no_staff_any_more_takes_the_app_away_by_the_password(door, boss, app):
    other = door.an_admin("other")
    door.user_administration.change(other, boss.user_id, AccountStatusChange(is_staff=False), HERE)
    assert log_in(door) == "second_factor_required"
    entered = door.sign_in.login("boss@example.com", PASSWORD, HERE, shown(door, app[0]))
    caller = door.authenticate(entered.tokens.access)
    assert not caller.is_staff
    door.second_factors.remove(caller, PASSWORD, HERE)
    assert log_in(door) == "ok"


def test_the_machine_that_the_shop_runs_on_opens_an_account_whose_app_is_lost(door, app):
    assert len(app) == 2
    door.administrators.appoint("boss@example.com", "boss", PASSWORD)
    assert log_in(door) == "ok"
