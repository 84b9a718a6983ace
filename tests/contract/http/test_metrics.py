"""Figures for Prometheus: with the token only, by route and not by address, and off without a token."""

import re

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_http.app import create_app
from tests.contract.http.trial_routes import settings_for_trial

TOKEN = "a-token-of-the-watch"
LINE = re.compile(r'^(# (HELP|TYPE) \w+ .+|\w+\{(\w+="[^"\\\n]*",?)+\} [0-9.e+-]+)$')


def client_with(token):
    shop = build(settings_for_trial(metrics_token=token))
    return TestClient(create_app(shop), raise_server_exceptions=False)


@pytest.fixture
def client():
    with client_with(TOKEN) as client:
        yield client


def figures(client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    values = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {re.sub(r',?process="[0-9]+"', "", name): float(value) for name, _, value in values}


def test_requests_are_counted_by_route_method_and_status(client):
    for path in ("/api/v1/products/a/", "/api/v1/products/b/", "/api/v1/products/c"):
        client.get(path)
    client.post("/api/v1/auth/login/", json={})
    client.get("/no/such/address/1/")
    client.request("BREW", "/api/v1/products/")
    seen = figures(client)
    assert seen['shop_requests_total{method="GET",route="/api/v1/products/{key}",status="404"}'] == 3
    assert seen['shop_requests_total{method="POST",route="/api/v1/auth/login",status="400"}'] == 1
    assert seen['shop_requests_total{method="GET",route="none",status="404"}'] == 1
    assert seen['shop_requests_total{method="OTHER",route="/api/v1/products",status="405"}'] == 1


def test_times_add_up(client):
    for _ in range(5):
        client.get("/api/health/live/")
    seen = figures(client)
    buckets = [value for name, value in seen.items() if "bucket" in name and "/api/health/live" in name]
    assert buckets == sorted(buckets)
    assert buckets[-1] == seen['shop_request_seconds_count{route="/api/health/live"}'] == 5
    assert seen['shop_request_seconds_sum{route="/api/health/live"}'] > 0


def test_the_number_of_lines_does_not_grow_with_what_is_asked_for(client):
    client.get("/api/v1/products/a/")
    client.get("/elsewhere/")
    before = len(figures(client))
    for number in range(50):
        client.get(f"/api/v1/products/{number}/")
        client.get(f"/{number}/")
        client.request(f"BREW{number}", "/elsewhere/")
    figures(client)
    assert len(figures(client)) - before <= 20


@pytest.mark.parametrize("authorization", [None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ü"])
def test_nobody_else_reads_them(client, authorization):
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}
    answer = client.get("/metrics/", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "shop_requests" not in answer.text


def test_without_a_token_there_is_nothing_to_read():
    with client_with(None) as client:
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
        assert client.get("/metrics").status_code == 404
