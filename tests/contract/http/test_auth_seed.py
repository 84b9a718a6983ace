"""What the shop was first asked to do at its door, rule by rule."""

import pytest
from sqlalchemy import select

from shop_adapters.sql.auth.tables import security_attempts
from shop_adapters.sql.auth.tables import sessions as kept_sessions
from shop_domain.accounts.one_time_token import Purpose
from tests.contract.http.auth_client import (
    AUTH,
    EMAIL,
    PASSWORD,
    a_form,
    a_verified_user,
    bearer,
    log_in,
    newest_link,
    post_auth,
)
from tests.contract.http.conftest import settings_for

TERMINATED = {"detail": "Session has been terminated", "code": "session_terminated"}


@pytest.fixture
def settings(database_url):
    return settings_for(database_url, register_ip_max_attempts=0, email_verification_max_attempts=0)


@pytest.fixture
def user(shop, client):
    return a_verified_user(shop, client)


def sessions(client, tokens):
    return client.get(f"{AUTH}/sessions/", headers=bearer(tokens))


def test_successful_registration(client):
    answer = post_auth(client, "register/", a_form())
    assert answer.status_code == 201
    said = answer.json()
    assert said["message"] == "Registration successful. Please check your email to verify your account."
    assert {name: said["user"][name] for name in ("email", "username", "first_name", "last_name", "phone")} == {
        "email": EMAIL,
        "username": "testuser",
        "first_name": "Test",
        "last_name": "Person",
        "phone": "+1234567890",
    }
    assert (said["user"]["is_active"], said["user"]["is_staff"], said["user"]["email_verified_at"]) == (
        False,
        False,
        None,
    )
    assert set(said["user"]) == {
        "id",
        "email",
        "username",
        "first_name",
        "last_name",
        "phone",
        "is_active",
        "is_staff",
        "email_verified_at",
        "date_joined",
    }


@pytest.mark.usefixtures("user")
def test_registration_with_a_taken_address_or_name_is_refused(client):
    again = post_auth(client, "register/", {"email": EMAIL, "username": "testuser2", "password": PASSWORD})
    assert again.status_code == 400
    assert again.json()["email"] == ["A user with this email already exists."]
    named = post_auth(client, "register/", a_form(email="other@example.com", username="TestUser"))
    assert (named.status_code, named.json()) == (400, {"username": ["A user with this username already exists."]})


def test_registration_with_a_weak_password_is_refused(client):
    answer = post_auth(client, "register/", a_form(password="12345"))
    assert answer.status_code == 400
    assert answer.json()["password"][0] == "This password is too short. It must contain at least 8 characters."


def test_successful_email_verification(shop, client):
    post_auth(client, "register/", a_form())
    link = newest_link(shop, EMAIL, Purpose.EMAIL_VERIFICATION)
    answer = client.get(f"{AUTH}/verify-email/{link}/")
    assert (answer.status_code, answer.json()) == (
        200,
        {"message": "Email verified successfully. You can now log in."},
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert log_in(client)["user"]["is_active"]
    used = client.get(f"{AUTH}/verify-email/{link}/")
    assert used.json() == {"detail": "This verification token has already been used.", "code": "token_used"}


@pytest.mark.parametrize("token", ["00000000-0000-4000-8000-000000000000", "not-a-uuid", "%F0%9F%98%80", "a" * 200])
def test_email_verification_with_an_unknown_token_is_refused(client, token):
    answer = client.get(f"{AUTH}/verify-email/{token}/")
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "Invalid verification token.", "code": "invalid_token"},
    )


def test_successful_login(user, client):
    answer = log_in(client)
    assert set(answer) == {"access", "refresh", "user"}
    assert answer["user"]["id"] == user["id"]
    assert sessions(client, answer).status_code == 200


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"email": EMAIL, "password": "wrong"}, "invalid_credentials", "Invalid email or password."),
        ({"email": "nobody@example.com", "password": "wrong"}, "invalid_credentials", "Invalid email or password."),
        ({"email": EMAIL}, "required_fields", "Must include email and password."),
        ({}, "required_fields", "Must include email and password."),
        ({"email": EMAIL, "password": ""}, "required_fields", "Must include email and password."),
    ],
)
@pytest.mark.usefixtures("user")
def test_login_failures_say_what_they_are(client, body, code, message):
    answer = post_auth(client, "login/", body)
    assert (answer.status_code, answer.json()) == (400, {"non_field_errors": [message], "code": code})


def test_login_of_an_account_that_is_not_verified_is_refused(client):
    post_auth(client, "register/", a_form())
    answer = post_auth(client, "login/", {"email": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (
        400,
        {"non_field_errors": ["User account is not active. Please verify your email."], "code": "inactive_account"},
    )


@pytest.mark.usefixtures("user")
def test_successful_logout(client):
    tokens = log_in(client)
    answer = post_auth(client, "logout/", {"refresh": tokens["refresh"]}, **bearer(tokens))
    assert (answer.status_code, answer.json()) == (200, {"message": "Successfully logged out."})
    assert (sessions(client, tokens).status_code, sessions(client, tokens).json()) == (401, TERMINATED)
    assert post_auth(client, "refresh/", {"refresh": tokens["refresh"]}).status_code == 401
    again = post_auth(client, "logout/", {"refresh": tokens["refresh"]}, **bearer(tokens))
    assert again.json() == {"message": "Successfully logged out."}


def test_password_change(user, client):
    tokens, other = log_in(client), log_in(client)
    wrong = post_auth(
        client, "change-password/", {"current_password": "wrong", "new_password": "Next-Pass-99"}, **bearer(tokens)
    )
    assert (wrong.status_code, wrong.json()) == (400, {"current_password": ["Current password is incorrect."]})
    weak = post_auth(
        client, "change-password/", {"current_password": PASSWORD, "new_password": "12345"}, **bearer(tokens)
    )
    assert set(weak.json()) == {"new_password"}
    done = post_auth(
        client, "change-password/", {"current_password": PASSWORD, "new_password": "Next-Pass-99"}, **bearer(tokens)
    )
    assert done.status_code == 200
    assert sessions(client, tokens).status_code == 200
    assert sessions(client, other).json() == TERMINATED
    assert log_in(client, password="Next-Pass-99")["user"]["id"] == user["id"]


@pytest.mark.usefixtures("user")
def test_session_management(client):
    one, two = log_in(client), log_in(client)
    listed = sessions(client, two).json()
    assert [set(session) for session in listed] == [
        {"id", "device_info", "ip_address", "created_at", "last_activity", "is_current"}
    ] * 2
    assert [session["is_current"] for session in listed].count(True) == 1
    (other,) = (session["id"] for session in listed if not session["is_current"])
    answer = post_auth(client, f"sessions/{other}/deactivate/", **bearer(two))
    assert (answer.status_code, set(answer.json())) == (200, {"message"})
    assert sessions(client, one).json() == TERMINATED
    log_in(client)
    all_others = post_auth(client, "sessions/deactivate-all/", **bearer(two))
    assert (all_others.status_code, all_others.json()["deactivated_count"]) == (200, 1)
    assert len(sessions(client, two).json()) == 1


@pytest.mark.usefixtures("user")
def test_security_attempts_are_logged(shop, client):
    post_auth(client, "login/", {"email": EMAIL, "password": "wrong"})
    log_in(client)
    columns = security_attempts.c
    with shop.store().read() as tx:
        rows = tx.source.execute(
            select(columns.attempt_type, columns.success, columns.failure_reason).order_by(columns.id)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("REGISTER", True, ""),
        ("EMAIL_VERIFICATION", True, ""),
        ("LOGIN", False, "invalid_credentials"),
        ("LOGIN", True, ""),
    ]


def test_rate_limiting(client):
    body = {"email": "wrong@example.com", "password": "wrongpass"}
    answers = [post_auth(client, "login/", body) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert answers[5].json() == {
        "detail": "Too many failed login attempts. Please try again later.",
        "code": "rate_limited",
    }
    assert 0 < int(answers[5].headers["Retry-After"]) <= 900


@pytest.mark.usefixtures("user")
def test_active_session_allows_access(client):
    assert sessions(client, log_in(client)).status_code == 200


@pytest.mark.usefixtures("user")
def test_deactivated_session_blocks_access(client):
    tokens = log_in(client)
    (session,) = sessions(client, tokens).json()
    post_auth(client, f"sessions/{session['id']}/deactivate/", **bearer(tokens))
    answer = sessions(client, tokens)
    assert (answer.status_code, answer.json()) == (401, TERMINATED)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.usefixtures("user")
def test_jwt_without_session_blocks_access(shop, client):
    tokens = log_in(client)
    with shop.store().begin() as tx:
        tx.source.execute(kept_sessions.delete())
    answer = sessions(client, tokens)
    assert (answer.status_code, answer.json()) == (
        401,
        {"detail": "No active sessions found", "code": "no_active_session"},
    )


@pytest.mark.usefixtures("user")
def test_session_aware_token_refresh(client):
    first = log_in(client)
    second = post_auth(client, "refresh/", {"refresh": first["refresh"]})
    assert (second.status_code, set(second.json())) == (200, {"access", "refresh"})
    assert sessions(client, second.json()).status_code == 200
    assert sessions(client, first).json() == {"detail": "Token is invalid or expired", "code": "token_not_valid"}


@pytest.mark.usefixtures("user")
def test_token_refresh_with_deactivated_session_fails(client):
    tokens = log_in(client)
    (session,) = sessions(client, tokens).json()
    post_auth(client, f"sessions/{session['id']}/deactivate/", **bearer(tokens))
    answer = post_auth(client, "refresh/", {"refresh": tokens["refresh"]})
    assert (answer.status_code, answer.json()) == (401, TERMINATED)


@pytest.mark.usefixtures("user")
def test_session_stats_and_enforcement(client):
    entered = [log_in(client) for _ in range(6)]
    assert sessions(client, entered[0]).json() == TERMINATED
    stats = client.get(f"{AUTH}/sessions/stats/", headers=bearer(entered[5])).json()
    settings = stats.pop("security_settings")
    assert stats == {"active_sessions": 5, "total_sessions": 6, "max_allowed": 5, "expire_days": 30}
    assert settings["force_logout_on_suspicious_activity"] is True
