"""Registering, signing in, and the limits on both, on every storage."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from msgspec.structs import replace

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.account_status import AccountStatusChange
from tests.auth_driver import BROWSER, HERE, NOON, PASSWORD, AuthDriver, a_form, client_at, error_code_of


def wrong(door, name="nobody", client=HERE):
    return error_code_of(door.log_in, name, client, "a wrong password")


def test_an_account_is_closed_until_its_address_is_verified(door):
    user = door.registration.register(a_form(), HERE)
    assert not user.is_active
    assert error_code_of(door.log_in) == "inactive_account"
    assert wrong(door, "test") == "invalid_credentials"
    door.registration.verify_email(door.newest_link(user.id, Purpose.EMAIL_VERIFICATION), HERE)
    entered = door.log_in()
    assert (entered.user.is_active, entered.user.email_verified_at) == (True, NOON)
    assert door.events() == ["VerificationRequested"]


def test_everything_that_is_wrong_with_a_form_is_told_at_once(door):
    door.a_verified_user()
    with pytest.raises(InvalidFields) as refusal:
        door.registration.register(
            a_form(email="TEST@example.com", username="testUSER", first_name=None, password="12345"), HERE
        )
    assert refusal.value.fields == {
        "email": ["A user with this email already exists."],
        "username": ["A user with this username already exists."],
        "first_name": ["This field is required."],
        "password": [
            "This password is too short. It must contain at least 8 characters.",
            "This password is too common.",
            "This password is entirely numeric.",
        ],
    }


def test_mail_goes_to_the_spelling_that_was_stored(door):
    user = door.registration.register(a_form(email="Straße@Example.com"), HERE)
    door.registration.resend_verification("STRASSE@EXAMPLE.COM", HERE)
    assert user.email == "Straße@Example.com"
    assert len(door.links(user.id, Purpose.EMAIL_VERIFICATION)) == 2


def test_a_resent_link_replaces_the_older_one_and_unknown_emails_are_answered_alike(door):
    user = door.registration.register(a_form(), HERE)
    old = door.newest_link(user.id, Purpose.EMAIL_VERIFICATION)
    assert door.registration.resend_verification("test@example.com", HERE) is None
    assert door.registration.resend_verification("nobody@example.com", HERE) is None
    assert error_code_of(door.registration.verify_email, old, HERE) == "invalid_token"
    assert (
        error_code_of(door.registration.verify_email, door.newest_link(user.id, Purpose.EMAIL_VERIFICATION), HERE)
        == "ok"
    )


def test_a_link_is_followed_once_and_in_time(door):
    user = door.registration.register(a_form(), HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_VERIFICATION)
    door.advance(24 * 3600)
    assert error_code_of(door.registration.verify_email, link, HERE) == "token_expired"
    door.now = NOON + timedelta(hours=23)
    assert error_code_of(door.registration.verify_email, link.upper(), HERE) == "ok"
    assert error_code_of(door.registration.verify_email, link, HERE) == "token_used"


def test_every_attempt_is_logged_with_its_reason(door):
    user = door.registration.register(a_form(), HERE)
    error_code_of(door.registration.register, a_form(), HERE)
    error_code_of(door.registration.verify_email, "x", HERE)
    error_code_of(door.log_in)
    door.registration.verify_email(door.newest_link(user.id, Purpose.EMAIL_VERIFICATION), HERE)
    entered = door.log_in()
    for _ in range(4):
        wrong(door, "test")
    error_code_of(door.tokens.refresh, "nonsense", HERE)
    pair = door.tokens.refresh(entered.tokens.refresh, HERE)
    caller = door.authenticate(pair.access)
    error_code_of(door.passwords.change, caller, "wrong", "Another-Pass-9", HERE)
    door.passwords.change(caller, PASSWORD, "Another-Pass-9", HERE)
    door.passwords.request_reset("nobody@example.com", HERE)
    door.email_change.request(caller, "new@example.com", "Another-Pass-9", HERE)
    door.tokens.logout(pair.refresh, HERE, None)
    assert door.attempts() == [
        ("REGISTER", True, ""),
        ("REGISTER", False, "email_taken"),
        ("EMAIL_VERIFICATION", False, "invalid_token"),
        ("LOGIN", False, "inactive_account"),
        ("EMAIL_VERIFICATION", True, ""),
        ("LOGIN", True, ""),
        ("LOGIN", False, "invalid_credentials"),
        ("LOGIN", False, "invalid_credentials"),
        ("LOGIN", False, "invalid_credentials"),
        ("LOGIN", False, "rate_limited"),
        ("REFRESH", False, "token_not_valid"),
        ("REFRESH", True, ""),
        ("PASSWORD_CHANGE", False, "wrong_password"),
        ("PASSWORD_CHANGE", True, ""),
        ("PASSWORD_RESET", True, ""),
        ("EMAIL_CHANGE", True, ""),
        ("LOGOUT", True, ""),
    ]
    assert door.session_events() == ["OPENED", "REFRESHED", "LOGOUT"]


def test_a_sixth_login_ends_the_session_with_the_oldest_activity(door):
    user = door.a_verified_user()
    entered = []
    for _ in range(5):
        entered.append(door.log_in())
        door.advance(60)
    door.authenticate(entered[0].tokens.access)
    door.log_in()
    survivors = [error_code_of(door.authenticate, one.tokens.access) for one in entered]
    assert survivors == ["ok", "session_terminated", "ok", "ok", "ok"]
    assert door.active_sessions(user.id) == 5


def test_a_login_from_another_network_ends_the_others_and_mails_the_user(door):
    door.a_verified_user()
    first = door.log_in()
    second = door.log_in(client=client_at("198.51.100.1"))
    assert error_code_of(door.authenticate, first.tokens.access) == "session_terminated"
    assert error_code_of(door.authenticate, second.tokens.access) == "ok"
    assert door.events()[-1] == "SuspiciousSignIn"


def test_where_the_setting_is_off_a_suspicious_login_is_mailed_only(store):
    door = AuthDriver(store, session_force_logout_on_suspicious_activity=False)
    door.a_verified_user()
    first = door.log_in()
    door.log_in(client=client_at("198.51.100.1"))
    assert error_code_of(door.authenticate, first.tokens.access) == "ok"
    assert door.events()[-1] == "SuspiciousSignIn"
    door.close()


def test_a_phone_that_roams_inside_its_session_is_never_signed_out(door):
    door.a_verified_user()
    tokens = door.log_in().tokens
    for n in range(1, 6):
        door.advance(60)
        assert error_code_of(door.authenticate, tokens.access, client_at(f"198.51.{n}.1")) == "ok"
        tokens = door.tokens.refresh(tokens.refresh, client_at(f"198.51.{n}.1"))
    assert "SuspiciousSignIn" not in door.events()


def test_a_login_on_a_device_of_another_kind_is_told_by_mail(door):
    door.a_verified_user()
    door.log_in()
    door.log_in()
    assert "NewSignIn" not in door.events()
    door.log_in(client=client_at(HERE.ip_address, BROWSER.replace("Windows NT 10.0; Win64; x64", "X11; Linux x86_64")))
    assert door.events()[-1] == "NewSignIn"


def test_a_weaker_hash_is_replaced_at_the_next_login(door):
    user = door.a_verified_user()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with door.store.begin() as tx:
        tx.users.save(replace(tx.users.get(user.id), password_hash=weak))
    assert error_code_of(door.log_in) == "ok"
    with door.store.read() as tx:
        assert tx.users.get(user.id).password_hash != weak
    assert error_code_of(door.log_in) == "ok"


def test_with_strict_privacy_no_answer_tells_which_addresses_exist(store):
    door = AuthDriver(store, strict_privacy=True)
    door.a_verified_user()
    pretended = door.registration.register(a_form(username="fresh"), HERE)
    assert (pretended.email, pretended.is_active) == ("test@example.com", False)
    assert door.events()[-1] == "KnownAddressRegistered"
    known = [wrong(door, "test", client_at(f"198.51.{n}.1")) for n in range(4)]
    unknown = [wrong(door, "nobody", client_at(f"198.52.{n}.1")) for n in range(4)]
    assert known == unknown == ["invalid_credentials"] * 3 + ["rate_limited"]
    door.close()


def test_what_is_spent_is_cleaned_up_and_expired_sessions_end(door):
    user = door.a_verified_user()
    tokens = door.log_in().tokens
    door.advance(7 * 86_400)
    assert door.cleanup.clean_up() > 0
    assert door.session_events() == ["OPENED", "EXPIRED"]
    assert error_code_of(door.tokens.refresh, tokens.refresh, HERE) == "token_not_valid"
    door.advance(31 * 86_400)
    assert door.cleanup.clean_up() == 2
    assert (door.all_sessions(), door.active_sessions(user.id)) == (0, 0)
    assert error_code_of(door.tokens.refresh, tokens.refresh, HERE) == "no_active_session"


def test_an_administrator_is_made_or_promoted(door):
    made = door.administrators.appoint("boss@example.com", "boss", "Admin-Pass-77")
    assert (made.is_active, made.is_staff, made.role) == (True, True, "ADMIN")
    again = door.administrators.appoint("BOSS@example.com", "boss", "Admin-Pass-78")
    assert again.id == made.id
    assert error_code_of(door.log_in, "boss", HERE, "Admin-Pass-78") == "ok"
    user = door.a_verified_user()
    assert door.administrators.appoint("test@example.com", "whatever", "Admin-Pass-79").id == user.id
    with pytest.raises(InvalidFields):
        door.administrators.appoint("new@example.com", "boss", "Admin-Pass-77")
    with pytest.raises(InvalidFields):
        door.administrators.appoint("not an address", "fresh", "12345")


@pytest.mark.parametrize("what", ["appointed", "shut"])
def test_a_link_from_before_moves_no_account_that_staff_took_in_hand(store, what):
    """Whoever knew the old password could otherwise take the account over with a link that was asked for in time."""
    door = AuthDriver(store)
    boss, user = door.an_admin(), door.a_verified_user()
    caller = door.authenticate(door.log_in().tokens.access)
    door.email_change.request(caller, "mine@example.com", PASSWORD, HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_CHANGE)
    if what == "appointed":
        door.administrators.appoint(user.email, user.username, "Admin-Pass-79")
    else:
        door.user_administration.change(boss, user.id, AccountStatusChange(is_active=False), HERE)
    assert error_code_of(door.email_change.confirm, link, HERE) == "invalid_token"
    door.close()
