"""The watch over the door, over HTTP."""

import base64
import time
from urllib.parse import quote

import pytest

from shop_domain.auth.errors import InvalidCredentials
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.second_factor import totp_at
from tests.contract.http.auth_client import EMAIL, a_verified_user, bearer, log_in, post_auth
from tests.contract.http.callers import PASSWORD, a_staff_member
from tests.contract.http.conftest import settings_for

SECURITY = "/api/v1/admin/security"


@pytest.fixture
def settings(database_url):
    return settings_for(database_url, login_ip_max_attempts=0, login_user_max_attempts=0)


@pytest.fixture
def boss(shop, client):
    return a_staff_member(shop, client)


def test_attempts_are_listed_filtered_and_paged(shop, client, boss):
    user = a_verified_user(shop, client)
    for _ in range(3):
        post_auth(client, "login/", {"email": EMAIL, "password": "wrong"})
    page = boss.request("GET", "/admin/security/attempts/?failure_reason=invalid_credentials&page_size=2").json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert set(page["results"][0]) == {
        "id",
        "attempt_type",
        "user_id",
        "identifier",
        "ip_address",
        "user_agent",
        "success",
        "failure_reason",
        "timestamp",
    }
    assert (page["results"][0]["attempt_type"], page["results"][0]["user_id"]) == ("LOGIN", user["id"])
    rest = boss.request("GET", page["next"].partition("/api/v1")[2]).json()
    assert (rest["next"], len(rest["results"])) == (None, 1)
    assert boss.request("GET", f"/admin/security/attempts/?user={EMAIL}&success=true").json()["count"] == 2


@pytest.mark.parametrize("query", ["attempt_type=NONSENSE", "success=maybe", "after=yesterday", "nonsense=1", "page=x"])
def test_a_wrong_filter_is_refused_by_name(boss, query):
    answer = boss.request("GET", f"/admin/security/attempts/?{query}")
    assert (answer.status_code, set(answer.json())) == (400, {query.partition("=")[0]})


def test_a_network_is_blocked_listed_and_let_in_again(boss):
    made = boss.request("POST", "/admin/security/blocks/", {"ip": "198.51.100.0/24", "reason": "a scan"})
    assert made.status_code == 201
    assert (made.json()["ip"], made.json()["user_id"], made.json()["until"]) == ("198.51.100.0/24", None, None)
    listed = boss.request("GET", "/admin/security/blocks/").json()
    assert [block["id"] for block in listed["results"]] == [made.json()["id"]]
    assert boss.request("DELETE", f"/admin/security/blocks/{made.json()['id']}/").status_code == 204
    assert boss.request("DELETE", f"/admin/security/blocks/{made.json()['id']}/").status_code == 404
    assert boss.request("GET", "/admin/security/blocks/").json()["results"] == []
    assert boss.request("GET", "/admin/security/blocks/?in_force=false").json()["count"] == 1


def test_a_blocked_user_is_signed_out_and_told_so_after_the_right_password_only(shop, client, boss):
    user = a_verified_user(shop, client)
    tokens = log_in(client)
    assert (
        boss.request("POST", "/admin/security/blocks/", {"user_id": user["id"], "reason": "fraud"}).status_code == 201
    )
    assert client.get("/api/v1/auth/sessions/", headers=bearer(tokens)).status_code == 401
    right = post_auth(client, "login/", {"email": EMAIL, "password": PASSWORD})
    assert (right.status_code, right.json()["code"]) == (403, "blocked")
    wrong = post_auth(client, "login/", {"email": EMAIL, "password": "wrong"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_credentials")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"reason": "x"}, {"ip", "user_id"}),
        ({"ip": "1.2.3.4", "user_id": "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5f", "reason": "x"}, {"ip", "user_id"}),
        ({"ip": "nonsense", "reason": "x"}, {"ip"}),
        ({"ip": "1.2.3.4"}, {"reason"}),
        ({"ip": "1.2.3.4", "reason": "x", "until": "2001-01-01T00:00:00Z"}, {"until"}),
        ({"ip": "1.2.3.4", "reason": "x", "until": "9999-12-31T23:59:59-12:00"}, {"until"}),
        ({"ip": "fe80::1%eth0", "reason": "x"}, {"ip"}),
        ({"ip": "fe80::1%" + "a" * 50, "reason": "x"}, {"ip"}),
        ({"user_id": "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5f", "reason": "x"}, {"user_id"}),
    ],
)
def test_a_wrong_block_is_refused_by_name(boss, body, named):
    answer = boss.request("POST", "/admin/security/blocks/", body)
    assert (answer.status_code, set(answer.json())) == (400, named)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("198.51.100.7/32", "198.51.100.7"),
        ("198.51.100.7/24", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7/120", "198.51.100.0/24"),
        ("2001:DB8::7", "2001:db8::7"),
        ("2001:db8::7/64", "2001:db8::/64"),
    ],
)
def test_a_block_is_shown_as_it_was_meant(boss, given, shown):
    until = "2040-12-01T00:00:00+02:00"
    made = boss.request("POST", "/admin/security/blocks/", {"ip": given, "reason": "x", "until": until})
    assert (made.status_code, made.json()["ip"]) == (201, shown)
    assert made.json()["until"] == "2040-11-30T22:00:00Z"
    assert boss.request("GET", "/admin/security/blocks/").json()["results"] == [made.json()]


@pytest.mark.parametrize("written", ["2001:DB8:1:2::5", "2001:db8:1:2:0:0:0:5", " 2001:db8:1:2::5 "])
def test_an_address_is_found_however_it_is_written(shop, boss, written):
    with pytest.raises(InvalidCredentials):
        shop.sign_in().login("nobody@example.com", "wrong", ClientInfo(ip_address="2001:db8:1:2::5", user_agent=""))
    assert boss.request("GET", f"/admin/security/attempts/?ip={quote(written)}").json()["count"] == 1


@pytest.mark.parametrize("path", ["attempts", "sessions"])
@pytest.mark.parametrize("ip", ["zz", "198.51.100.0/24", "1.2.3", "fe80::1%25eth0%25x"])
def test_what_is_no_address_is_refused_by_name(boss, path, ip):
    answer = boss.request("GET", f"/admin/security/{path}/?ip={ip}")
    assert (answer.status_code, set(answer.json())) == (400, {"ip"})


def test_sessions_of_others_are_listed_and_ended(shop, client, boss):
    user = a_verified_user(shop, client)
    tokens = log_in(client)
    (session,) = boss.request("GET", f"/admin/security/sessions/?user={user['id']}&active=true").json()["results"]
    assert session["user_id"] == user["id"]
    assert boss.request("POST", f"/admin/security/sessions/{session['id']}/deactivate/").status_code == 200
    assert client.get("/api/v1/auth/sessions/", headers=bearer(tokens)).json()["code"] == "session_terminated"


def test_stats_are_shown(shop, client, boss):
    a_verified_user(shop, client)
    post_auth(client, "login/", {"email": EMAIL, "password": "wrong"})
    stats = boss.request("GET", "/admin/security/stats/").json()
    assert stats["by_reason"] == [{"name": "invalid_credentials", "failed": 1}]
    assert stats["top_accounts"] == [{"name": EMAIL, "failed": 1}]
    assert {"by_hour", "by_day", "by_type", "top_ips", "active_sessions", "blocks_in_force"} <= set(stats)
    assert stats["by_day"][0]["start"].endswith("T00:00:00Z")


def test_a_users_status_is_changed_and_logged(shop, client, boss):
    user = a_verified_user(shop, client)
    (found,) = boss.request("GET", f"/admin/users/?search={EMAIL}").json()["results"]
    assert (found["id"], found["role"], found["is_active"]) == (user["id"], "CUSTOMER", True)
    changed = boss.request("PATCH", f"/admin/users/{user['id']}/", {"is_staff": True, "role": "SUPPORT"})
    assert (changed.status_code, changed.json()["role"], changed.json()["is_staff"]) == (200, "SUPPORT", True)
    audit = boss.request("GET", "/admin/audit/?action=change_user").json()["results"]
    assert audit[0]["details"] == {"is_staff": "False -> True", "role": "CUSTOMER -> SUPPORT"}
    staff = bearer(log_in(client))
    assert client.get(f"{SECURITY}/stats/", headers=staff).status_code == 403
    shut = boss.request("PATCH", f"/admin/users/{user['id']}/", {"is_active": False})
    assert shut.json()["is_active"] is False
    assert client.get("/api/v1/auth/sessions/", headers=staff).status_code == 401
    unknown = boss.request("PATCH", f"/admin/users/{user['id']}/", {"role": "EMPEROR"})
    assert (unknown.status_code, set(unknown.json())) == (400, {"role"})


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("STAFF", {"coupons", "inventory"}),
        ("CATALOG", {"coupons"}),
        ("WAREHOUSE", {"inventory"}),
        ("SUPPORT", set()),
    ],
)
def test_a_role_opens_its_own_part_of_the_work_only(shop, client, boss, role, allowed):
    user = a_verified_user(shop, client)
    boss.request("PATCH", f"/admin/users/{user['id']}/", {"is_staff": True, "role": role})
    headers = bearer(log_in(client))
    nothing = "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5f"
    paths = {
        "coupons": "coupons/",
        "inventory": f"inventory/{nothing}/",
        "users": "users/",
        "security": "security/stats/",
    }
    opened = {
        name for name, path in paths.items() if client.get(f"/api/v1/admin/{path}", headers=headers).status_code != 403
    }
    assert opened == allowed


def test_what_staff_change_elsewhere_is_written_down_too(boss):
    coupon = {"code": "SPRING", "kind": "PERCENTAGE", "value": "10", "stackable": True, "first_order_only": False}
    assert boss.request("POST", "/admin/coupons/", {**coupon, "is_active": True}).status_code == 201
    assert boss.request("POST", "/admin/coupons/", {**coupon, "is_active": True}).status_code == 400
    assert boss.request("GET", "/admin/coupons/").status_code == 200
    path, wrong = "/admin/coupons/SPRING/", {"value": "much"}
    assert boss.request("PATCH", path, {"value": "12.5", "max_uses": 9}).status_code == 200
    assert boss.request("PATCH", path, wrong).status_code == 400
    assert boss.request("DELETE", path).status_code == 204
    rows = boss.request("GET", "/admin/audit/").json()["results"]
    assert [(row["action"], row["subject"], row["details"]) for row in rows] == [
        ("DeactivateCoupon", "coupon:SPRING", {}),
        ("ChangeCoupon", "coupon:SPRING", {"value": "10 -> 12.5", "max_uses": " -> 9"}),
        (
            "CreateCoupon",
            "coupon:SPRING",
            {
                "code": "SPRING",
                "kind": "PERCENTAGE",
                "value": "10",
                "stackable": "True",
                "first_order_only": "False",
                "is_active": "True",
            },
        ),
    ]


def test_a_member_of_staff_protects_the_account_by_an_app(boss):
    enrolled = boss.request("POST", "/auth/second-factor/", {"password": PASSWORD}).json()
    assert enrolled["otpauth_url"].startswith("otpauth://totp/shop.example")
    refused = boss.request("POST", "/auth/second-factor/confirm/", {"code": "000000"})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_second_factor")
    step = int(time.time()) // 30
    secret = base64.b32decode(enrolled["secret"] + "=" * (-len(enrolled["secret"]) % 8))
    confirmed = boss.request("POST", "/auth/second-factor/confirm/", {"code": totp_at(secret, step)})
    assert (confirmed.status_code, len(confirmed.json()["recovery_codes"])) == (200, 10)
    email = boss.request("GET", "/users/me/").json()["email"]
    asked = post_auth(boss.client, "login/", {"email": email, "password": PASSWORD})
    assert (asked.status_code, asked.json()["code"]) == (400, "second_factor_required")
    code = confirmed.json()["recovery_codes"][0]
    assert post_auth(boss.client, "login/", {"email": email, "password": PASSWORD, "code": code}).status_code == 200
    assert boss.request("POST", "/auth/second-factor/remove/", {"password": PASSWORD}).status_code == 200
    assert log_in(boss.client, email)
