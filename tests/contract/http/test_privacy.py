"""A user takes all data along, or leaves for good."""

import pytest

from shop_adapters.jobs.worker_factory import build_relay
from tests.contract.http.auth_client import log_in
from tests.contract.http.callers import PASSWORD, ApiCaller, a_staff_member, a_stored_account, a_user
from tests.contract.http.purchase.checkout_steps import ADDRESS
from tests.contract.storage.text_search import tables_with


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


def test_all_data_is_given_and_no_secret_is_among_it(user):
    user.request("POST", "/users/me/addresses/", ADDRESS)
    user.request("PATCH", "/users/me/profile/", {"gender": "other"})

    given = user.request("GET", "/users/me/export/")

    assert given.status_code == 200
    told = given.json()
    assert set(told) == {
        "user", "profile", "addresses", "sessions", "session_activities", "security_attempts", "mailed_links", "carts",
        "orders", "order_history", "payments", "refunds", "staff_actions", "cut_short", "exported_at",
    }  # fmt: skip
    assert (told["user"]["role"], told["cut_short"]) == ("CUSTOMER", [])
    assert told["addresses"][0]["city"] == "New York"
    assert told["profile"]["gender"] == "other"
    assert len(told["sessions"]) == 1
    assert "password" not in given.text
    assert "argon2" not in given.text
    assert "refresh" not in given.text


def test_what_is_over_is_given_too(client, user):
    email = user.request("GET", "/users/me/").json()["email"]
    client.post("/api/v1/auth/login/", json={"email": email, "password": "wrong"})
    other = log_in(client, email, PASSWORD)
    client.post("/api/v1/auth/logout/", json={"refresh": other["refresh"]})
    client.post("/api/v1/auth/password-reset/", json={"email": email})

    told = user.request("GET", "/users/me/export/").json()

    assert [session["end_reason"] for session in told["sessions"]] == ["LOGOUT", None]
    assert [turn["event"] for turn in told["session_activities"]] == ["LOGOUT", "OPENED", "OPENED"]
    tried = [(row["attempt_type"], row["success"], row["identifier"]) for row in told["security_attempts"]]
    assert ("LOGIN", False, email) in tried
    assert [(link["purpose"], link["address"], link["used_at"]) for link in told["mailed_links"]] == [
        ("PASSWORD_RESET", email, None)
    ]


def test_erasure_needs_the_password(user):
    refused = user.request("DELETE", "/users/me/", {"password": "wrong"})
    assert (refused.status_code, refused.json()) == (400, {"password": ["Current password is incorrect."]})
    assert user.request("GET", "/users/me/").status_code == 200


def test_an_erased_account_is_nowhere_to_be_found(client, user):
    email = user.request("GET", "/users/me/").json()["email"]
    user.request("POST", "/users/me/addresses/", ADDRESS)

    assert user.request("DELETE", "/users/me/", {"password": PASSWORD}).status_code == 204

    assert user.request("GET", "/users/me/").status_code == 401
    again = client.post("/api/v1/auth/login/", json={"email": email, "password": PASSWORD})
    assert (again.status_code, again.json()["code"]) == (400, "invalid_credentials")
    form = {"email": email, "username": "newcomer", "password": PASSWORD, "first_name": "A", "last_name": "B"}
    assert client.post("/api/v1/auth/register/", json=form).status_code == 201


def test_once_the_last_mail_is_out_the_address_is_kept_nowhere(shop, client, capsys):
    email = a_stored_account(shop).email
    user = ApiCaller(client, {"Authorization": f"Bearer {log_in(client, email, PASSWORD)['access']}"})
    assert tables_with(shop.store(), email) == {"users": 1}
    user.request("DELETE", "/users/me/", {"password": PASSWORD})
    assert tables_with(shop.store(), email) == {"outbox": 1}
    relay = build_relay(shop)
    while relay.deliver_due():
        pass
    assert email in capsys.readouterr().out
    assert tables_with(shop.store(), email) == {}


@pytest.mark.parametrize("wish", [{"is_active": True}, {"role": "ADMIN"}, {"is_staff": True}, {}])
def test_nobody_brings_an_erased_account_back(shop, client, user, wish):
    user_id = user.request("GET", "/users/me/").json()["id"]
    user.request("DELETE", "/users/me/", {"password": PASSWORD})
    refused = a_staff_member(shop, client).request("PATCH", f"/admin/users/{user_id}/", wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "account_erased")
