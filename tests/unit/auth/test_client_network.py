"""Which network does a client come from?"""

import pytest

from shop_domain.auth.client_network import network_of, subscriber_of


def test_a_subscriber_is_one_ipv4_address_or_a_whole_64():
    assert subscriber_of("2001:db8:1:2:3:4:5:6") == subscriber_of("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert subscriber_of("2001:db8:1:3::1") != subscriber_of("2001:db8:1:2::1")
    assert subscriber_of("::ffff:203.0.113.7") == subscriber_of("203.0.113.7") == "203.0.113.7"
    assert subscriber_of("a socket") == network_of("a socket") == "a socket"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("a socket", "a socket"),
    ],
)
def test_a_device_is_taken_to_stay_in_its_network(address, network):
    assert network_of(address) == network
