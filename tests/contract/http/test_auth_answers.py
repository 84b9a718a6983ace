"""What the door gives away, and what it takes: answers, headers, odd input."""

from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from shop_domain.accounts.model import Role, UserId
from shop_domain.accounts.one_time_token import Purpose
from shop_domain.kernel.paging import PageRequest
from shop_domain.staff.security_reports import AttemptFilter
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


@pytest.fixture
def settings(database_url):
    return settings_for(
        database_url,
        register_ip_max_attempts=0,
        email_verification_max_attempts=0,
        password_reset_max_attempts=0,
        login_ip_max_attempts=0,
        login_user_max_attempts=0,
    )


def shown(answer: Any) -> tuple[int, Any, dict[str, str]]:
    """Give all of an answer but what names the request."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    return answer.status_code, answer.json(), headers


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(shop, client):
    a_verified_user(shop, client)
    wrong = post_auth(client, "login/", {"email": EMAIL, "password": "wrong-password"})
    unknown = post_auth(client, "login/", {"email": "nobo@example.com", "password": "wrong-password"})
    assert shown(wrong) == shown(unknown)


@pytest.mark.parametrize("path", ["password-reset/", "resend-verification/"])
def test_whether_an_address_has_an_account_is_not_told(shop, client, path):
    a_verified_user(shop, client)
    post_auth(client, "register/", a_form(email="waits@example.com", username="waits"))
    answers = [
        post_auth(client, path, {"email": email}) for email in (EMAIL, "waits@example.com", "nobody@example.com")
    ]
    assert answers[0].status_code == 200
    assert shown(answers[0]) == shown(answers[1]) == shown(answers[2])


def test_looking_at_a_link_does_nothing_and_following_it_does(shop, client):
    post_auth(client, "register/", a_form())
    path = f"{AUTH}/verify-email/{newest_link(shop, EMAIL, Purpose.EMAIL_VERIFICATION)}/"
    assert (client.head(path).status_code, client.head(path).content) == (200, b"")
    for header in ({"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}):
        assert client.get(path, headers=header).status_code == 403
    assert post_auth(client, "login/", {"email": EMAIL, "password": PASSWORD}).json()["code"] == "inactive_account"
    followed = client.get(path)
    assert (followed.status_code, set(followed.json())) == (200, {"message"})
    assert log_in(client)


def test_a_link_can_be_followed_by_post_too(shop, client):
    post_auth(client, "register/", a_form())
    link = newest_link(shop, EMAIL, Purpose.EMAIL_VERIFICATION)
    assert client.post(f"{AUTH}/verify-email/{link}/").status_code == 200
    tokens = log_in(client)
    post_auth(client, "change-email/", {"new_email": "new@example.com", "password": PASSWORD}, **bearer(tokens))
    link = newest_link(shop, EMAIL, Purpose.EMAIL_CHANGE)
    assert client.head(f"{AUTH}/confirm-email/{link}/").status_code == 200
    assert client.get(f"{AUTH}/confirm-email/{link}/").json() == {"message": "Email changed successfully."}
    assert log_in(client, "new@example.com")


NO_TOKENS = ["%00", "a%00b", "x" * 3_000, "%F0%9F%98%80" * 300, "%FF", "%ED%A0%80", "%20", "%E2%80%AE", "%0D%0A"]


@pytest.mark.parametrize("path", ["verify-email", "confirm-email"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_stands_in_a_links_place_is_no_token(client, path, method):
    for text in NO_TOKENS:
        answer = client.request(method, f"{AUTH}/{path}/{text}/")
        assert (answer.status_code, answer.json()) == (
            400,
            {"detail": "Invalid verification token.", "code": "invalid_token"},
        ), text[:20]


def test_a_mailed_link_works_with_whatever_a_mail_program_appends_to_it(shop, client):
    tracks = "utm_source=mail&utm_source=again&fbclid=%FF&gclid&=x&" + "&".join(f"t{n}={n}" for n in range(200))
    post_auth(client, "register/", a_form())
    link = newest_link(shop, EMAIL, Purpose.EMAIL_VERIFICATION)
    assert client.get(f"{AUTH}/verify-email/{link}/?{tracks}").status_code == 200
    tokens = log_in(client)
    post_auth(client, "change-email/", {"new_email": "new@example.com", "password": PASSWORD}, **bearer(tokens))
    link = newest_link(shop, EMAIL, Purpose.EMAIL_CHANGE)
    assert client.get(f"{AUTH}/confirm-email/{link}/?{tracks}").status_code == 200
    assert log_in(client, "new@example.com")


def test_a_reset_sets_the_password_and_answers_with_no_tokens(shop, client):
    a_verified_user(shop, client)
    tokens = log_in(client)
    post_auth(client, "password-reset/", {"email": EMAIL})
    link = newest_link(shop, EMAIL, Purpose.PASSWORD_RESET)
    weak = post_auth(client, "password-reset/confirm/", {"token": link, "new_password": "12345"})
    assert (weak.status_code, set(weak.json())) == (400, {"new_password"})
    done = post_auth(client, "password-reset/confirm/", {"token": link, "new_password": "Next-Pass-99"})
    assert (done.status_code, set(done.json())) == (200, {"message"})
    assert client.get(f"{AUTH}/sessions/", headers=bearer(tokens)).json()["code"] == "session_terminated"
    again = post_auth(client, "password-reset/confirm/", {"token": link, "new_password": "Next-Pass-99"})
    assert (again.status_code, again.json()) == (
        400,
        {"detail": "This password reset token has already been used.", "code": "token_used"},
    )
    unknown = post_auth(client, "password-reset/confirm/", {"token": "nonsense", "new_password": "Next-Pass-99"})
    assert (unknown.status_code, unknown.json()) == (
        400,
        {"detail": "Invalid password reset token.", "code": "invalid_token"},
    )


TEXTS = [
    "\u0000",
    "p\u0000assword",
    "\ud800",
    "x" * 129,
    "x" * 2_000,
    "x" * 5_000,
    "x" * 1_000_000,
    "\u202e" * 20,
    "🔑" * 200,
    "e\u0301" * 100,
    " " * 20,
]


@pytest.mark.parametrize("field", ["email", "username", "password", "first_name", "last_name", "phone"])
def test_odd_text_in_any_field_is_refused_by_name_or_taken_never_an_error(client, field):
    for n, text in enumerate(TEXTS):
        form = {**a_form(email=f"p{n}@example.com", username=f"p{n}"), field: text}
        answer = post_auth(client, "register/", form)
        assert answer.status_code in {201, 400}, (field, text[:20], answer.text)
        assert answer.status_code == 201 or field in answer.json(), (field, text[:20], answer.text)


@pytest.mark.parametrize("value", [None, 1, True, [], {}, 1.5])
def test_what_is_no_text_is_refused_by_name(client, value):
    for field in ("email", "username", "password", "first_name", "last_name"):
        answer = post_auth(client, "register/", {**a_form(), field: value})
        assert (answer.status_code, set(answer.json())) == (400, {field}), field
    for field in ("email", "password"):
        body = {"email": EMAIL, "password": PASSWORD, field: value}
        assert post_auth(client, "login/", body).status_code == 400


def test_a_password_counts_to_its_last_character(shop, client):
    long = "aZ9!" * 30 + "end"
    a_verified_user(shop, client, password=long)
    assert post_auth(client, "login/", {"email": EMAIL, "password": long[:-1] + "x"}).status_code == 400
    assert post_auth(client, "login/", {"email": EMAIL, "password": long[:72]}).status_code == 400
    assert log_in(client, password=long)


def test_a_password_is_the_same_however_its_accents_are_typed(shop, client):
    a_verified_user(shop, client, password="clave-se\u0301gura-n\u0303")
    assert log_in(client, password="clave-s\u00e9gura-\u00f1")


@pytest.mark.parametrize("password", ["x" * 1_025, "🔑" * 300, "x" * 4_096])
def test_a_huge_password_is_wrong_and_is_never_hashed(shop, client, password):
    a_verified_user(shop, client)
    answer = post_auth(client, "login/", {"email": EMAIL, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_credentials")


def test_an_unknown_field_is_refused_by_name(client):
    answer = post_auth(client, "register/", a_form(is_staff=True))
    assert (answer.status_code, answer.json()) == (400, {"is_staff": ["Unknown field."]})
    answer = post_auth(client, "login/", {"email": EMAIL, "password": PASSWORD, "remember": True})
    assert (answer.status_code, answer.json()) == (400, {"remember": ["Unknown field."]})


def test_a_dead_bearer_is_no_obstacle_to_signing_in_or_out(shop, client):
    a_verified_user(shop, client)
    dead = {"Authorization": "Bearer dead.dead.dead"}
    tokens = post_auth(client, "login/", {"email": EMAIL, "password": PASSWORD}, **dead).json()
    assert post_auth(client, "logout/", {"refresh": tokens["refresh"]}, **dead).status_code == 200
    assert client.get(f"{AUTH}/sessions/", headers=bearer(tokens)).json()["code"] == "session_terminated"


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_what_staff_take_from_a_user_is_gone_with_the_next_request(shop, client, change):
    user = a_verified_user(shop, client)
    with shop.store().begin() as tx:
        tx.users.save(replace(tx.users.get(UserId(UUID(user["id"]))), is_staff=True, role=Role.ADMIN))
    tokens = log_in(client)
    staff_only = "/api/v1/admin/coupons/"
    assert client.get(staff_only, headers=bearer(tokens)).status_code == 200
    with shop.store().begin() as tx:
        tx.users.save(replace(tx.users.get(UserId(UUID(user["id"]))), **change))
    assert client.get(staff_only, headers=bearer(tokens)).status_code == (403 if "is_staff" in change else 401)


def test_no_auth_response_may_be_cached(shop, client):
    a_verified_user(shop, client)
    tokens = log_in(client)
    answers = [
        post_auth(client, "login/", {"email": EMAIL, "password": PASSWORD}),
        post_auth(client, "refresh/", {"refresh": "x"}),
        client.get(f"{AUTH}/sessions/", headers=bearer(tokens)),
        client.get(f"{AUTH}/sessions/"),
        client.get(f"{AUTH}/verify-email/x/"),
    ]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


class TestLimits:
    """With the limits that a shop has."""

    @pytest.fixture
    def settings(self, database_url):
        return settings_for(database_url)

    @pytest.mark.parametrize(
        "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "CF-Connecting-IP"]
    )
    def test_no_header_of_a_stranger_makes_another_client_of_them(self, shop, client, header):
        forged = [f"198.51.100.{n}" for n in range(6)]
        body = {"email": "nobody@example.com", "password": "wrong"}
        answers = [
            client.post(f"{AUTH}/login/", json=body, headers={header: f"for={a}" if header == "Forwarded" else a})
            for a in forged
        ]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        with shop.store().read() as tx:
            rows = tx.security_reports.attempts(AttemptFilter(), PageRequest(size=10)).items
        assert len(rows) == 6
        (recorded,) = {row.ip_address for row in rows}
        assert recorded not in forged
