"""Every try has one row that says whose it was and why it failed, on every storage."""

import pytest

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.kernel.paging import PageRequest
from shop_domain.staff.security_reports import AttemptFilter
from tests.auth_driver import HERE, PASSWORD, AuthDriver, a_form, client_at, error_code_of

NEW = "Another-Pass-9"
MINE, STRANGERS = "test@example.com", "nobody@example.com"


@pytest.fixture
def door(store):
    door = AuthDriver(store, email_verification_max_attempts=0, login_user_max_attempts=0)
    yield door
    door.close()


@pytest.fixture
def user(door):
    return door.a_verified_user()


@pytest.fixture
def caller(door, user):
    assert user.email == MINE
    return door.authenticate(door.log_in().tokens.access)


@pytest.fixture
def written(door):
    """Do something, and give the rows that came of it: type, whose, reason; what is nobody's stands in brackets."""

    def rows():
        with door.store.read() as tx:
            return tx.security_reports.attempts(AttemptFilter(), PageRequest(size=100)).items[::-1]

    def after(act, *args):
        seen = len(rows())
        error_code_of(act, *args)
        return [
            (row.attempt_type.value, row.identifier if row.user_id else f"[{row.identifier}]", row.failure_reason)
            for row in rows()[seen:]
        ]

    return after


@pytest.mark.parametrize(
    ("current", "new", "reason"),
    [
        (PASSWORD, "12345", "weak_password"),
        ("wrong", NEW, "wrong_password"),
        ("wrong", "12345", "wrong_password"),
        (PASSWORD, NEW, ""),
    ],
)
def test_a_password_change_says_what_was_wrong(door, caller, written, current, new, reason):
    assert written(door.passwords.change, caller, current, new, HERE) == [("PASSWORD_CHANGE", MINE, reason)]


@pytest.mark.parametrize(
    ("address", "password", "reason"),
    [
        ("eva@example.com", PASSWORD, "email_taken"),
        ("no address", PASSWORD, "invalid_email"),
        (" ", PASSWORD, "required_fields"),
        ("eva@example.com", "wrong", "wrong_password"),
        ("free@example.com", PASSWORD, ""),
    ],
)
def test_a_change_of_address_says_what_was_wrong(door, caller, written, address, password, reason):
    door.a_verified_user("eva")
    assert written(door.email_change.request, caller, address, password, HERE) == [("EMAIL_CHANGE", MINE, reason)]


@pytest.mark.usefixtures("user")
def test_what_an_ended_session_attempts_is_a_row_too(door, written):
    entered = door.log_in()
    caller = door.authenticate(entered.tokens.access)
    door.tokens.logout(entered.tokens.refresh, HERE, None)
    change, move = door.passwords.change, door.email_change.request
    assert written(change, caller, PASSWORD, NEW, HERE) == [("PASSWORD_CHANGE", MINE, "session_terminated")]
    assert written(move, caller, "free@example.com", PASSWORD, HERE) == [("EMAIL_CHANGE", MINE, "session_terminated")]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("address", "whose", "reason"),
    [
        (MINE, MINE, ""),
        (STRANGERS, f"[{STRANGERS}]", ""),
        ("no address", "[]", "invalid_email"),
        ("", "[]", "required_fields"),
    ],
)
def test_asking_for_a_link_is_a_row_whoever_has_the_address(door, written, address, whose, reason):
    resend, reset = door.registration.resend_verification, door.passwords.request_reset
    assert written(resend, address, HERE) == [("EMAIL_VERIFICATION", whose, reason)]
    assert written(reset, address, HERE) == [("PASSWORD_RESET", whose, reason)]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("address", "password", "whose"),
    [(MINE, "", MINE), (STRANGERS, "", f"[{STRANGERS}]"), ("", PASSWORD, "[]"), ("Secret-Pass-1", "", "[]")],
)
def test_a_login_with_something_missing_is_a_row_and_counts_against_nothing(door, written, address, password, whose):
    for _ in range(8):
        assert written(door.sign_in.login, address, password, HERE) == [("LOGIN", whose, "required_fields")]
    assert written(door.log_in) == [("LOGIN", MINE, "")]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("changed", "whose", "reason"),
    [
        ({"username": "fresh"}, MINE, "email_taken"),
        ({"email": STRANGERS}, f"[{STRANGERS}]", "username_taken"),
        ({"email": STRANGERS, "username": "fresh", "password": "12345"}, f"[{STRANGERS}]", "weak_password"),
        ({"email": "no address", "username": "fresh", "password": "12345"}, "[]", "invalid_email"),
        ({"email": None, "username": "fresh"}, "[]", "required_fields"),
        ({"email": STRANGERS, "username": "two words"}, f"[{STRANGERS}]", "invalid"),
    ],
)
def test_a_registration_says_the_gravest_thing_that_was_wrong(door, written, changed, whose, reason):
    assert written(door.registration.register, a_form(**changed), HERE) == [("REGISTER", whose, reason)]


def test_a_reset_names_whose_link_it_was(door, user, written):
    confirm, row = door.passwords.confirm_reset, "PASSWORD_RESET"
    for _ in range(2):
        door.passwords.request_reset(MINE, HERE)
    old, link = (
        door.link_tokens.token_of(made, Purpose.PASSWORD_RESET) for made in door.links(user.id, Purpose.PASSWORD_RESET)
    )
    assert written(confirm, "nonsense", NEW, HERE) == [(row, "[]", "invalid_token")]
    assert written(confirm, old, NEW, HERE) == [(row, MINE, "invalid_token")]
    assert written(confirm, link, "12345", HERE) == [(row, MINE, "weak_password")]
    door.advance(3600)
    assert written(confirm, link, NEW, HERE) == [(row, MINE, "token_expired")]
    door.passwords.request_reset(MINE, HERE)
    link = door.newest_link(user.id, Purpose.PASSWORD_RESET)
    assert written(confirm, link, NEW, HERE) == [(row, MINE, "")]
    assert written(confirm, link, NEW, HERE) == [(row, MINE, "token_used")]


def test_a_verification_names_whose_link_it_was(door, written):
    follow, row = door.registration.verify_email, "EMAIL_VERIFICATION"
    user = door.registration.register(a_form(), HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_VERIFICATION)
    door.advance(24 * 3600)
    assert written(follow, link, HERE) == [(row, MINE, "token_expired")]
    assert written(door.registration.resend_verification, MINE, HERE) == [(row, MINE, "")]
    assert written(follow, link, HERE) == [(row, MINE, "invalid_token")]
    link = door.newest_link(user.id, Purpose.EMAIL_VERIFICATION)
    assert written(follow, link, HERE) == [(row, MINE, "")]
    assert written(follow, link, HERE) == [(row, MINE, "token_used")]
    assert written(follow, "nonsense", HERE) == [(row, "[]", "invalid_token")]


def test_a_change_of_address_names_whose_link_it_was(door, user, caller, written):
    confirm, row = door.email_change.confirm, "EMAIL_CHANGE"
    door.email_change.request(caller, "free@example.com", PASSWORD, HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_CHANGE)
    door.a_verified_user("free")
    assert written(confirm, link, HERE) == [(row, MINE, "email_taken")]
    door.advance(24 * 3600)
    assert written(confirm, link, HERE) == [(row, MINE, "token_expired")]


def test_a_right_password_that_is_answered_as_a_wrong_one_is_told_apart_for_staff(store):
    door = AuthDriver(store, strict_privacy=True)
    door.registration.register(a_form(), HERE)
    assert error_code_of(door.log_in) == "invalid_credentials"
    assert door.attempts()[-1] == ("LOGIN", False, "inactive_account")
    door.close()


def test_who_is_over_a_limit_is_named_by_the_account_and_not_by_the_address(store):
    door = AuthDriver(store, register_ip_max_attempts=1)
    door.a_verified_user()
    error_code_of(door.registration.register, a_form(), HERE)
    error_code_of(door.registration.register, a_form("free"), client_at("198.51.100.1"))
    with store.read() as tx:
        rows = tx.security_reports.attempts(AttemptFilter(failure_reason="rate_limited"), PageRequest(size=9)).items
    assert [(row.user_id is not None, row.identifier) for row in rows] == [(True, MINE)]
    door.close()
