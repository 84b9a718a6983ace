"""Every answer, good or bad, says the same about itself to browsers, caches and people who look for it in a log."""

import json
import logging

import pytest

from shop_adapters.composition.settings import ShopEnv
from tests.contract.http.trial_routes import trial_client

EVERY_KIND = [
    ("GET", "/api/health/"),
    ("GET", "/api/docs/"),
    ("GET", "/api/v1/trial/rows/"),
    ("GET", "/api/v1/trial/rows/?a=1"),
    ("GET", "/api/v1/trial/mine/"),
    ("GET", "/api/v1/trial/crash/"),
    ("GET", "/nothing/"),
    ("POST", "/api/v1/trial/everything/"),
    ("BREW", "/api/health/"),
    ("OPTIONS", "/api/health/"),
    ("DELETE", "/api/v1/trial/refuse/sorry/"),
]


@pytest.mark.parametrize(("method", "path"), EVERY_KIND)
def test_every_answer_has_its_safety_headers_and_its_id(trial, method, path):
    headers = trial.request(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-request-id"]
    assert "server" not in headers
    assert "x-powered-by" not in headers
    assert "strict-transport-security" not in headers


def test_production_insists_on_https():
    with trial_client(shop_env=ShopEnv.PRODUCTION) as client:
        assert client.get("/nothing/").headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize(("method", "path"), [call for call in EVERY_KIND if call[1] != "/api/docs/"])
def test_nothing_is_kept_by_a_cache_unless_a_route_says_so(trial, method, path):
    assert trial.request(method, path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("given", ["abc", "a-b_c.1:2/3", "x" * 128, "!~"])
def test_a_good_request_id_is_taken(trial, given):
    assert trial.get("/nothing/", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", "a\tb", "\xe9", "a\x7f"])
def test_a_bad_request_id_is_replaced(trial, given):
    made = trial.get("/nothing/", headers={"X-Request-ID": given.encode("latin-1")}).headers["x-request-id"]
    assert made != given
    assert len(made) == 36


def test_two_requests_have_two_ids(trial):
    assert trial.get("/nothing/").headers["x-request-id"] != trial.get("/nothing/").headers["x-request-id"]


def logged(caplog, client, method, path, **options):
    caplog.clear()
    with caplog.at_level(logging.INFO):
        client.request(method, path, **options)
    records = [record for record in caplog.records if record.name != "httpx"]  # that one is the client's
    own = [record for record in records if record.name == "shop.access"]
    assert len(own) == 1
    return json.loads(own[0].getMessage()), "\n".join(record.getMessage() + str(record.exc_info) for record in records)


@pytest.mark.parametrize(("method", "path"), EVERY_KIND)
def test_every_answer_is_one_line_of_json_in_the_log(trial, caplog, method, path):
    line, _ = logged(caplog, trial, method, path, headers={"X-Request-ID": "find-me"})
    answer = trial.request(method, path, headers={"X-Request-ID": "find-me"})
    assert line["request_id"] == "find-me"
    assert (line["method"], line["status"]) == (method, answer.status_code)
    assert line["path"] == path.partition("?")[0]
    assert line["bytes"] == len(answer.content)
    assert line["ms"] >= 0


SECRET = "s3cr3t-value-that-must-not-be-seen"


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", f"/api/v1/trial/secret/{SECRET}/", {}),
        ("GET", f"/api/v1/trial/secret/{SECRET}", {"headers": {"Accept": "application/problem+json"}}),
        ("DELETE", f"/api/v1/trial/secret/{SECRET}/", {}),
        ("GET", f"/api/v1/trial/secret/{SECRET}/?x=1", {}),
        ("GET", f"/api/v1/auth/verify-e-mail/{SECRET}/", {}),
        ("GET", f"/api/v1/trial/rows/?search={SECRET}", {}),
        ("GET", f"/api/v1/trial/rows/?token={SECRET}", {}),
        ("GET", "/api/v1/trial/mine/", {"headers": {"Authorization": f"Bearer {SECRET}"}}),
        ("GET", "/api/v1/trial/guest/", {"headers": {"X-Session-Key": SECRET}}),
        ("GET", "/api/v1/trial/guest/", {"headers": {"Cookie": f"session={SECRET}"}}),
        ("POST", "/api/v1/trial/everything/", {"json": {"name": SECRET, "password": SECRET}}),
        ("POST", "/api/v1/trial/everything/", {"content": f'{{"password": "{SECRET}"'}),
        ("POST", "/api/v1/trial/once/", {"json": {"sku": SECRET}, "headers": {"Idempotency-Key": SECRET}}),
    ],
)
def test_no_line_of_any_log_holds_a_secret(trial, caplog, method, path, options):
    _, text = logged(caplog, trial, method, path, **options)
    assert SECRET not in text


def test_the_access_log_can_be_switched_off(trial, caplog):
    with caplog.at_level(logging.WARNING, "shop.access"):
        trial.get("/api/health/live/")
    assert not [record for record in caplog.records if record.name == "shop.access"]


@pytest.mark.parametrize(("size", "status"), [(15_000, 200), (16_400, 431), (60_000, 431)])
def test_headers_are_bounded_together(trial, size, status):
    answer = trial.get("/api/health/live/", headers={"X-One": "x" * (size // 2), "X-Two": "x" * (size // 2)})
    assert answer.status_code == status
    assert status == 200 or answer.json()["code"] == "headers_too_large"
