"""Refreshing, signing out and ending sessions, on every storage."""

from datetime import timedelta

import pytest

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.kernel.errors import InvalidFields
from tests.auth_driver import HERE, PASSWORD, a_form, client_at, error_code_of

NEW = "Another-Pass-9"


@pytest.fixture(autouse=True)
def user(door):
    return door.a_verified_user()


def usable(door, tokens, client=HERE):
    return error_code_of(door.authenticate, tokens.access, client)


def test_a_refresh_gives_the_next_pair_and_the_one_before_stops_working(door):
    first = door.log_in().tokens
    second = door.tokens.refresh(first.refresh, HERE)
    assert (usable(door, first), usable(door, second)) == ("token_not_valid", "ok")
    assert {first.access, first.refresh}.isdisjoint({second.access, second.refresh})


def test_a_refresh_token_that_comes_back_ends_the_session_and_is_written_down(door):
    first = door.log_in().tokens
    second = door.tokens.refresh(first.refresh, HERE)
    third = door.tokens.refresh(second.refresh, HERE)
    assert error_code_of(door.tokens.refresh, first.refresh, HERE) == "token_reused"
    assert [usable(door, tokens) for tokens in (first, second, third)] == ["session_terminated"] * 3
    assert error_code_of(door.tokens.refresh, third.refresh, HERE) == "session_terminated"
    assert ("REFRESH", False, "token_reused") in door.attempts()
    assert door.session_events()[-1] == "REFRESH_REUSED"


def test_a_lost_answer_is_repeated_byte_for_byte(door):
    first = door.log_in().tokens
    second = door.tokens.refresh(first.refresh, HERE)
    door.advance(10)
    assert door.tokens.refresh(first.refresh, HERE) == second
    assert usable(door, second) == "ok"


def test_a_lost_answer_is_not_repeated_once_its_access_token_was_used(door):
    first = door.log_in().tokens
    second = door.tokens.refresh(first.refresh, HERE)
    assert usable(door, second) == "ok"
    assert error_code_of(door.tokens.refresh, first.refresh, HERE) == "token_reused"
    assert usable(door, second) == "session_terminated"


def test_a_lost_answer_is_not_repeated_after_ten_seconds_or_to_another_client(door):
    first = door.log_in().tokens
    door.tokens.refresh(first.refresh, HERE)
    assert error_code_of(door.tokens.refresh, first.refresh, client_at("198.51.100.1")) == "token_reused"
    other = door.log_in().tokens
    door.tokens.refresh(other.refresh, HERE)
    door.advance(10.001)
    assert error_code_of(door.tokens.refresh, other.refresh, HERE) == "token_reused"


def test_a_dead_access_token_of_a_lost_pair_does_not_use_the_pair_up(door):
    first = door.log_in().tokens
    second = door.tokens.refresh(first.refresh, HERE)
    assert usable(door, first) == "token_not_valid"
    assert door.tokens.refresh(first.refresh, HERE) == second


def test_an_access_token_lasts_fifteen_minutes_and_a_refresh_token_seven_idle_days(door):
    tokens = door.log_in().tokens
    door.advance(15 * 60 - 1)
    assert usable(door, tokens) == "ok"
    door.advance(10)
    assert usable(door, tokens) == "token_not_valid"
    door.advance(7 * 86_400)
    assert error_code_of(door.tokens.refresh, tokens.refresh, HERE) == "token_not_valid"


def test_a_session_ends_after_thirty_days_however_busy_it_is(door):
    tokens = door.log_in().tokens
    for _ in range(5):
        door.advance(5.9 * 86_400)
        tokens = door.tokens.refresh(tokens.refresh, HERE)
    door.advance(86_400)
    assert error_code_of(door.tokens.refresh, tokens.refresh, HERE) == "token_not_valid"


def test_logging_out_ends_the_session_at_once_and_twice_is_no_error(door):
    tokens, other = door.log_in().tokens, door.log_in().tokens
    door.tokens.logout(tokens.refresh, HERE, None)
    assert usable(door, tokens) == "session_terminated"
    assert error_code_of(door.tokens.refresh, tokens.refresh, HERE) == "session_terminated"
    assert error_code_of(door.tokens.logout, tokens.refresh, HERE, None) == "ok"
    assert error_code_of(door.tokens.logout, "nonsense", HERE, None) == "ok"
    assert usable(door, other) == "ok"
    assert [kind for kind, _, _ in door.attempts()].count("LOGOUT") == 1


def test_with_a_bearer_only_the_bearers_own_session_can_end(door):
    mine, other = door.log_in().tokens, door.log_in().tokens
    caller = door.authenticate(mine.access)
    door.tokens.logout(other.refresh, HERE, caller)
    assert (usable(door, mine), usable(door, other)) == ("ok", "ok")
    door.tokens.logout("nonsense", HERE, caller)
    assert (usable(door, mine), usable(door, other)) == ("session_terminated", "ok")


def test_somebody_elses_session_can_neither_be_ended_nor_seen(door):
    door.a_verified_user("eve")
    mine = door.log_in()
    eve = door.authenticate(door.log_in("eve").tokens.access)
    assert error_code_of(door.sessions.deactivate, eve, mine.session_id, HERE) == "session_not_found"
    assert mine.session_id not in {session.id for session in door.sessions.active(eve)}
    assert door.sessions.count(eve).active == 1
    assert usable(door, mine.tokens) == "ok"


def test_a_deactivated_session_lets_nobody_in(door):
    one, other = door.log_in(), door.log_in()
    caller = door.authenticate(other.tokens.access)
    door.sessions.deactivate(caller, one.session_id, HERE)
    assert usable(door, one.tokens) == "session_terminated"
    assert error_code_of(door.tokens.refresh, one.tokens.refresh, HERE) == "session_terminated"
    assert error_code_of(door.sessions.deactivate, caller, one.session_id, HERE) == "session_not_found"
    assert [session.id for session in door.sessions.active(caller)] == [other.session_id]


def test_ending_all_others_keeps_the_session_that_asks(door):
    entered = [door.log_in() for _ in range(4)]
    caller = door.authenticate(entered[1].tokens.access)
    assert door.sessions.deactivate_others(caller, HERE) == 3
    assert [usable(door, one.tokens) for one in entered] == [
        "session_terminated",
        "ok",
        "session_terminated",
        "session_terminated",
    ]


def test_a_changed_password_ends_the_other_sessions_and_the_links(door, user):
    mine, other = door.log_in().tokens, door.log_in().tokens
    door.passwords.request_reset("test@example.com", HERE)
    link = door.newest_link(user.id, Purpose.PASSWORD_RESET)
    door.passwords.change(door.authenticate(mine.access), PASSWORD, NEW, HERE)
    assert (usable(door, mine), usable(door, other)) == ("ok", "session_terminated")
    assert error_code_of(door.passwords.confirm_reset, link, NEW, HERE) == "invalid_token"
    assert (error_code_of(door.log_in), error_code_of(door.log_in, "test", HERE, NEW)) == ("invalid_credentials", "ok")
    assert "PasswordChanged" in door.events()


def test_a_password_change_tells_all_that_is_wrong_and_changes_nothing(door):
    caller = door.authenticate(door.log_in().tokens.access)
    with pytest.raises(InvalidFields) as refusal:
        door.passwords.change(caller, "wrong", "12345", HERE)
    assert refusal.value.fields["current_password"] == ["Current password is incorrect."]
    assert len(refusal.value.fields["new_password"]) == 3
    assert error_code_of(door.log_in) == "ok"


def test_wrong_passwords_from_inside_a_session_are_limited_apart_from_logins(door):
    caller = door.authenticate(door.log_in().tokens.access)
    outcomes = [error_code_of(door.passwords.change, caller, "wrong", NEW, HERE) for _ in range(4)]
    assert outcomes == ["invalid"] * 3 + ["rate_limited"]
    assert error_code_of(door.passwords.change, caller, PASSWORD, NEW, HERE) == "rate_limited"
    assert error_code_of(door.log_in) == "ok"


def test_a_password_cannot_be_changed_from_a_session_that_just_ended(door):
    entered = door.log_in()
    caller = door.authenticate(entered.tokens.access)
    door.tokens.logout(entered.tokens.refresh, HERE, None)
    assert error_code_of(door.passwords.change, caller, PASSWORD, NEW, HERE) == "session_terminated"
    assert error_code_of(door.email_change.request, caller, "new@example.com", PASSWORD, HERE) == "session_terminated"
    assert error_code_of(door.log_in) == "ok"


def test_a_reset_ends_every_session_works_once_and_signs_nobody_in(door, user):
    tokens = door.log_in().tokens
    door.passwords.request_reset("TEST@example.com", HERE)
    link = door.newest_link(user.id, Purpose.PASSWORD_RESET)
    assert error_code_of(door.passwords.confirm_reset, link, "12345", HERE) == "invalid"
    assert error_code_of(door.passwords.confirm_reset, link, NEW, HERE) == "ok"
    assert usable(door, tokens) == "session_terminated"
    assert door.active_sessions(user.id) == 0
    assert error_code_of(door.passwords.confirm_reset, link, NEW, HERE) == "token_used"
    assert error_code_of(door.log_in, "test", HERE, NEW) == "ok"


def test_only_the_newest_reset_link_works_and_only_for_an_hour(door, user):
    for _ in range(2):
        door.passwords.request_reset("test@example.com", HERE)
    old, new = (
        door.link_tokens.token_of(link, Purpose.PASSWORD_RESET) for link in door.links(user.id, Purpose.PASSWORD_RESET)
    )
    assert error_code_of(door.passwords.confirm_reset, old, NEW, HERE) == "invalid_token"
    door.advance(3600)
    assert error_code_of(door.passwords.confirm_reset, new, NEW, HERE) == "token_expired"


def test_links_work_for_their_own_purpose_only(door, user):
    door.passwords.request_reset("test@example.com", HERE)
    link = door.newest_link(user.id, Purpose.PASSWORD_RESET)
    assert error_code_of(door.registration.verify_email, link, HERE) == "invalid_token"
    assert error_code_of(door.email_change.confirm, link, HERE) == "invalid_token"
    assert error_code_of(door.passwords.confirm_reset, link, NEW, HERE) == "ok"


def test_whoever_reads_an_unverified_accounts_mail_can_take_it_over_from_a_squatter(door):

    user = door.registration.register(a_form("squat"), HERE)
    door.passwords.request_reset("squat@example.com", HERE)
    door.passwords.confirm_reset(door.newest_link(user.id, Purpose.PASSWORD_RESET), NEW, HERE)
    assert error_code_of(door.log_in, "squat", HERE, NEW) == "ok"
    assert error_code_of(door.log_in, "squat", HERE, PASSWORD) == "invalid_credentials"


def test_an_address_changes_when_the_new_one_is_confirmed(door, user):
    caller = door.authenticate(door.log_in().tokens.access)
    door.email_change.request(caller, "new@example.com", PASSWORD, HERE)
    assert door.authenticate(door.log_in().tokens.access).email == "test@example.com"
    link = door.newest_link(user.id, Purpose.EMAIL_CHANGE)
    door.email_change.confirm(link, HERE)
    assert error_code_of(door.email_change.confirm, link, HERE) == "token_used"
    assert error_code_of(door.log_in, "new") == "ok"
    assert error_code_of(door.log_in, "test") == "invalid_credentials"
    assert door.events()[-2:] == ["EmailChangeRequested", "EmailChanged"]


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_end(door, user):
    caller = door.authenticate(door.log_in().tokens.access)
    door.email_change.request(caller, "new@example.com", PASSWORD, HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_CHANGE)
    door.a_verified_user("new")
    with pytest.raises(InvalidFields) as refusal:
        door.email_change.confirm(link, HERE)
    assert refusal.value.fields == {"email": ["A user with this email already exists."]}
    with pytest.raises(InvalidFields) as refusal:
        door.email_change.request(caller, "NEW@example.com", "wrong", HERE)
    assert refusal.value.fields == {
        "password": ["Current password is incorrect."],
        "new_email": ["A user with this email already exists."],
    }


def test_activity_is_noted_at_most_once_a_minute(door):
    entered = door.log_in()
    started, caller = door.now, door.authenticate(entered.tokens.access)
    for _ in range(3):
        door.advance(59)
        caller = door.authenticate(entered.tokens.access)
    (session,) = door.sessions.active(caller)
    assert session.last_activity == started + timedelta(seconds=118)
