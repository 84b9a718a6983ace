"""Who a request comes from: proxies of ours are believed, and nobody else; and nobody sends more than they may."""

import pytest

from shop_domain.kernel.errors import ShopError
from shop_http.proxies import TrustedProxies, rate_limit_key
from shop_http.rate_limit import MAX_CLIENTS, RateLimiter, TooManyRequests
from tests.contract.http.trial_routes import trial_client


def client_of(peer, forwarded, trusted):
    headers = [
        (b"x-forwarded-for", line.encode()) for line in ([forwarded] if isinstance(forwarded, str) else forwarded)
    ]
    return TrustedProxies(trusted).client_address(peer, headers)


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("198.51.100.1", "203.0.113.9", (), "198.51.100.1"),
        ("198.51.100.1", "203.0.113.9", ("10.0.0.1",), "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9", ("10.0.0.1",), "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", ("10.0.0.1",), "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", ("10.0.0.0/24",), "203.0.113.9"),
        ("10.0.0.1", ["1.2.3.4", "203.0.113.9, 10.0.0.2"], ("10.0.0.0/24",), "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", ("10.0.0.0/24",), "10.0.0.3"),
        ("10.0.0.1", "203.0.113.9, nonsense", ("10.0.0.1",), "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, unknown, 10.0.0.2", ("10.0.0.0/24",), "10.0.0.2"),
        ("10.0.0.1", "", ("10.0.0.1",), "10.0.0.1"),
        ("10.0.0.1", [], ("10.0.0.1",), "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9:4711", ("10.0.0.1",), "203.0.113.9"),
        ("10.0.0.1", "[2001:db8::7]:4711", ("10.0.0.1",), "2001:db8::7"),
        ("2001:db8::1", "2001:DB8:0:0::7", ("2001:db8::1",), "2001:db8::7"),
        ("::ffff:10.0.0.1", "203.0.113.9", ("10.0.0.1",), "203.0.113.9"),
        ("10.0.0.1", "::ffff:203.0.113.9", ("10.0.0.1",), "203.0.113.9"),
        ("", "203.0.113.9", ("10.0.0.1",), ""),
        ("::ffff:198.51.100.1", [], (), "198.51.100.1"),
        ("2001:db8::1", [], (), "2001:db8::1"),
        ("fe80::1%eth0", [], (), "fe80::1"),
        ("10.0.0.1", "fe80::1%" + "a" * 90, ("10.0.0.1",), "fe80::1"),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy_of_ours(peer, forwarded, trusted, client):
    assert client_of(peer, forwarded, trusted) == client


def test_a_handler_sees_the_forwarded_client_only_behind_a_trusted_proxy():
    headers = {"X-Forwarded-For": "203.0.113.9", "User-Agent": "x" * 600}
    with trial_client("10.0.0.1", trusted_proxies=("10.0.0.1",)) as trusted, trial_client("10.0.0.1") as plain:
        seen = trusted.get("/api/v1/trial/guest/", headers=headers).json()
        assert (seen["ip"], len(seen["agent"])) == ("203.0.113.9", 512)
        assert plain.get("/api/v1/trial/guest/", headers=headers).json()["ip"] == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_limit_counts_an_address_or_a_whole_ipv6_network(address, network):
    assert rate_limit_key(address) == network


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def is_allowed(limit, address="203.0.113.9") -> bool:
    try:
        limit.count_locally(address)
    except TooManyRequests:
        return False
    return True


def test_as_many_as_allowed_pass_at_once_and_then_one_by_one():
    seconds = Seconds()
    limit = RateLimiter(60, seconds)
    assert [is_allowed(limit) for _ in range(62)] == [True] * 60 + [False] * 2
    seconds.now += 1.001
    assert [is_allowed(limit) for _ in range(2)] == [True, False]
    seconds.now += 60
    assert sum(is_allowed(limit) for _ in range(100)) == 60


def test_who_waits_as_told_passes():
    seconds = Seconds()
    limit = RateLimiter(7, seconds)
    for _ in range(7):
        limit.count_locally("203.0.113.9")
    with pytest.raises(ShopError) as refused:
        limit.count_locally("203.0.113.9")
    assert refused.value.retry_after is not None
    seconds.now += refused.value.retry_after
    assert is_allowed(limit)


def test_clients_are_counted_apart():
    limit = RateLimiter(1, Seconds())
    assert is_allowed(limit)
    assert is_allowed(limit, "203.0.113.10")
    assert not is_allowed(limit)


def test_one_customer_s_ipv6_addresses_are_counted_together():
    limit = RateLimiter(1, Seconds())
    assert is_allowed(limit, "2001:db8:1:2::9")
    assert not is_allowed(limit, "2001:db8:1:2:ffff::1")
    assert is_allowed(limit, "2001:db8:1:3::9")


def test_memory_is_bounded_and_forgets_those_who_were_quiet_longest():
    seconds = Seconds()
    limit = RateLimiter(1, seconds)
    for number in range(MAX_CLIENTS + 10):
        limit.count_locally(f"{number}")
    assert len(limit._paid_until) == MAX_CLIENTS
    assert not is_allowed(limit, str(MAX_CLIENTS + 9))
    assert is_allowed(limit, "0")


def test_over_the_limit_is_429_and_says_when_to_come_again():
    with trial_client(rate_limit_per_minute=3) as client:
        answers = [client.get("/api/v1/trial/rows/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json() == {"detail": "Too many requests. Please try again later.", "code": "rate_limited"}
    assert 1 <= int(answers[3].headers["retry-after"]) <= 60


def test_a_forged_forwarded_address_is_no_way_around_the_limit():
    with trial_client(rate_limit_per_minute=3) as client:
        headers = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(6)]
        statuses = [client.get("/api/v1/trial/rows/", headers=header).status_code for header in headers]
    assert statuses == [200] * 3 + [429] * 3


def test_zero_means_no_limit(trial):
    assert {trial.get("/api/health/live/").status_code for _ in range(700)} == {200}
