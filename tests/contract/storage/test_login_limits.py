"""How often the door may be tried, on every storage."""

import pytest

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.auth.errors import TooManyLogins, TooManyRegistrations
from tests.auth_driver import HERE, AuthDriver, a_form, client_at, error_code_of

WINDOW = 15 * 60


def wrong(door, name="nobody", client=HERE):
    return error_code_of(door.log_in, name, client, "a wrong password")


def test_an_unknown_email_may_be_wrong_five_times_from_one_client_until_the_window_has_slid(door):
    assert [wrong(door) for _ in range(7)] == ["invalid_credentials"] * 5 + ["rate_limited"] * 2
    assert wrong(door, client=client_at("203.0.113.8")) == "invalid_credentials"
    door.advance(WINDOW - 1)
    assert wrong(door) == "rate_limited"
    door.advance(1)
    assert wrong(door) == "invalid_credentials"


def test_a_refusal_tells_in_how_many_seconds_to_come_back(door):
    for _ in range(5):
        wrong(door)
    door.advance(100)
    with pytest.raises(TooManyLogins) as refusal:
        door.log_in("nobody")
    assert str(refusal.value) == "Too many failed login attempts. Please try again later."
    assert refusal.value.retry_after == WINDOW - 100


def test_an_account_stops_at_the_fourth_attempt_even_from_elsewhere_and_with_the_right_password(door):
    door.a_verified_user()
    assert [wrong(door, "test", client_at(f"203.0.{n}.1")) for n in range(3)] == ["invalid_credentials"] * 3
    assert error_code_of(door.log_in, "test", client_at("203.0.99.1")) == "rate_limited"
    door.advance(WINDOW)
    assert error_code_of(door.log_in, "test", client_at("203.0.99.1")) == "ok"


def test_a_success_clears_the_accounts_own_count_but_not_the_clients(door):
    door.a_verified_user()
    assert [wrong(door, "test") for _ in range(2)] == ["invalid_credentials"] * 2
    assert error_code_of(door.log_in) == "ok"
    assert [wrong(door, "test") for _ in range(4)] == ["invalid_credentials"] * 3 + ["rate_limited"]


def test_right_passwords_never_use_the_clients_attempts_up(door):
    door.a_verified_user()
    assert [error_code_of(door.log_in) for _ in range(12)] == ["ok"] * 12


def test_neither_missing_fields_nor_an_inactive_account_count(door):
    door.registration.register(a_form(), HERE)
    assert [error_code_of(door.sign_in.login, "", "", HERE) for _ in range(6)] == ["required_fields"] * 6
    assert [error_code_of(door.log_in) for _ in range(6)] == ["inactive_account"] * 6


def test_a_rejected_attempt_does_not_prolong_the_rejection(door):
    for _ in range(5):
        wrong(door)
    door.advance(WINDOW / 2)
    assert [wrong(door) for _ in range(5)] == ["rate_limited"] * 5
    door.advance(WINDOW / 2)
    assert wrong(door) == "invalid_credentials"


def test_one_subscriber_is_one_client_however_many_addresses_it_has(door):
    tries = [wrong(door, client=client_at(f"2001:db8:1:2::{n}")) for n in range(6)]
    assert tries == ["invalid_credentials"] * 5 + ["rate_limited"]
    assert wrong(door, client=client_at("2001:db8:1:3::1")) == "invalid_credentials"


def test_sessions_refresh_and_reset_go_on_while_an_accounts_login_is_limited(door):
    user = door.a_verified_user()
    entered = door.log_in()
    for n in range(4):
        wrong(door, "test", client_at(f"198.51.{n}.1"))
    assert error_code_of(door.log_in) == "rate_limited"
    assert door.authenticate(entered.tokens.access).user_id == user.id
    pair = door.tokens.refresh(entered.tokens.refresh, HERE)
    assert door.authenticate(pair.access).user_id == user.id
    door.passwords.request_reset("test@example.com", HERE)
    door.passwords.confirm_reset(door.newest_link(user.id, Purpose.PASSWORD_RESET), "Another-Pass-9", HERE)
    assert error_code_of(door.log_in, "test", HERE, "Another-Pass-9") == "ok"


def test_registrations_count_whatever_becomes_of_them(door):
    outcomes = [error_code_of(door.registration.register, a_form(f"p{n // 2}"), HERE) for n in range(11)]
    assert outcomes == ["ok", "invalid"] * 5 + ["rate_limited"]
    with pytest.raises(TooManyRegistrations, match=r"^Too many registration attempts\. Please try again later\.$"):
        door.registration.register(a_form("late"), HERE)
    door.advance(3600)
    assert error_code_of(door.registration.register, a_form("late"), HERE) == "ok"


def test_the_eleventh_verification_is_refused_and_so_is_the_right_one(door):
    user = door.registration.register(a_form(), HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_VERIFICATION)
    outcomes = [error_code_of(door.registration.verify_email, f"wrong-{n}", HERE) for n in range(11)]
    assert outcomes == ["invalid_token"] * 10 + ["rate_limited"]
    assert error_code_of(door.registration.verify_email, link, HERE) == "rate_limited"
    assert error_code_of(door.registration.verify_email, link, client_at("198.51.100.9")) == "ok"


def test_the_sixth_reset_within_the_hour_is_refused(door):
    asked = [error_code_of(door.passwords.request_reset, f"p{n}@example.com", HERE) for n in range(6)]
    assert asked == ["ok"] * 5 + ["rate_limited"]


def test_limits_of_zero_are_off(store):
    door = AuthDriver(
        store,
        login_ip_max_attempts=0,
        login_user_max_attempts=0,
        register_ip_max_attempts=0,
        email_verification_max_attempts=0,
        password_reset_max_attempts=0,
    )
    door.a_verified_user()
    assert {wrong(door, "test") for _ in range(20)} == {"invalid_credentials"}
    assert {error_code_of(door.registration.verify_email, "x", HERE) for _ in range(20)} == {"invalid_token"}
    assert {error_code_of(door.passwords.request_reset, "test@example.com", HERE) for _ in range(20)} == {"ok"}
    assert error_code_of(door.log_in) == "ok"
    door.close()
