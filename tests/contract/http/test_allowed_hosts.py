"""Only our own names are answered to, and what a request says of its host decides nothing."""

import pytest

from shop_http.hosts import AllowedHosts, InvalidHost
from tests.contract.http.trial_routes import trial_client

LIVENESS_URL = "/api/health/live/"


def status(host, allowed=("shop.example", "[::1]", "127.0.0.1")):
    with trial_client(allowed_hosts=allowed) as client:
        return client.get(LIVENESS_URL, headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host", ["shop.example", "SHOP.example", "shop.example:8000", "127.0.0.1:80", "[::1]", "[::1]:8000"]
)
def test_our_own_names_are_answered_to(host):
    assert status(host) == 200


@pytest.mark.parametrize(
    "host",
    [
        *("", "evil.example", "shop-example", "shopxexample", "shop.example.evil.example", "evilshop.example"),
        *("www.shop.example", "shop.example.", ".shop.example", "shop.example:x", "shop.example:80:80"),
        *("shop.example@evil.example", "shop.example/evil", "shop.example#", "shop.example ", "[::2]", "::1"),
        *("127.0.0.2", "2130706433", "shop.example,evil.example", "shop.exampl\u00e9"),
    ],
)
def test_any_other_name_is_refused(host):
    with trial_client(allowed_hosts=("shop.example", "[::1]", "127.0.0.1")) as client:
        answer = client.get(LIVENESS_URL, headers={"Host": host.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_host")


@pytest.mark.parametrize("names", [[], [b"shop.example", b"shop.example"], [b"shop.example", b"evil.example"]])
def test_a_name_is_given_once(names):
    with pytest.raises(InvalidHost):
        AllowedHosts(["shop.example"]).check([(b"host", name) for name in names])


@pytest.mark.parametrize(
    ("host", "expected"), [("shop.example", 200), ("a.b.shop.example", 200), ("evilshop.example", 400)]
)
def test_a_leading_dot_stands_for_the_domain_and_all_below(host, expected):
    assert status(host, (".shop.example",)) == expected


def test_a_star_stands_for_all():
    assert status("anything.example", ("*",)) == 200


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"])
def test_a_forwarded_host_is_not_even_read(trial, header):
    assert trial.get(LIVENESS_URL, headers={header: "evil.example"}).json() == {"status": "ok"}
