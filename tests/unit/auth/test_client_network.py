"""Which network does a client come from?"""

from shop_domain.auth.client_network import network_of, subscriber_of


def test_a_subscriber_is_one_ipv4_address_or_a_whole_64():
    assert subscriber_of("2001:db8:1:2:3:4:5:6") == subscriber_of("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert subscriber_of("2001:db8:1:3::1") != subscriber_of("2001:db8:1:2::1")
    assert subscriber_of("::ffff:203.0.113.7") == subscriber_of("203.0.113.7") == "203.0.113.7"
    assert subscriber_of("a socket") == network_of("a socket") == "a socket"
