import pytest

from shop_domain.auth.client_network import network_of, subscriber_of
from shop_domain.auth.login_effects import login_effects
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.suspicious_login import is_suspicious
from tests.auth_driver import a_session, a_user, client_at

OWNER = a_user().id


@pytest.mark.parametrize(
    ("elsewhere", "here", "suspicious"),
    [
        ("203.0.113.7", "203.0.113.250", False),
        ("203.0.113.7", "203.0.114.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", False),
        ("2001:db8:1::1", "2001:db8:2::1", True),
        ("203.0.113.7", "2001:db8:1::1", True),
        ("::ffff:203.0.113.7", "203.0.113.8", False),
    ],
)
def test_a_login_is_suspicious_where_another_session_is_on_a_different_network(elsewhere, here, suspicious):
    assert is_suspicious(here, [a_session(OWNER, ip_address=elsewhere)]) is suspicious


def test_the_first_session_is_never_suspicious():
    assert not is_suspicious("203.0.113.7", [])


def test_the_others_end_where_the_setting_says_so_and_stay_where_it_does_not():
    others = [a_session(OWNER, ip_address="198.51.100.1"), a_session(OWNER)]
    client, device = client_at("203.0.113.7"), "Chrome on Windows"
    strict = login_effects(client, device, others, SessionPolicy())
    assert (strict.is_suspicious, strict.sessions_to_end) == (True, tuple(session.id for session in others))
    lenient = login_effects(client, device, others, SessionPolicy(end_others_when_suspicious=False))
    assert (lenient.is_suspicious, lenient.sessions_to_end) == (True, ())


def test_a_device_is_new_where_no_other_session_is_on_one_like_it():
    policy, client = SessionPolicy(), client_at("203.0.113.7")
    assert login_effects(client, "Firefox on Linux", [a_session(OWNER)], policy).is_new_device
    assert not login_effects(client, "Chrome on Windows", [a_session(OWNER)], policy).is_new_device
    assert not login_effects(client, "Firefox on Linux", [], policy).is_new_device


def test_a_subscriber_is_one_ipv4_address_or_a_whole_64():
    assert subscriber_of("2001:db8:1:2:3:4:5:6") == subscriber_of("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert subscriber_of("2001:db8:1:3::1") != subscriber_of("2001:db8:1:2::1")
    assert subscriber_of("::ffff:203.0.113.7") == subscriber_of("203.0.113.7") == "203.0.113.7"
    assert subscriber_of("a socket") == network_of("a socket") == "a socket"
