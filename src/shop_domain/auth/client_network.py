"""Which network does a client come from?"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

IPV4_NETWORK_PREFIX: Final = 24
IPV6_NETWORK_PREFIX: Final = 48
IPV6_SUBSCRIBER_PREFIX: Final = 64
"""A subscriber has a whole /64 to pick addresses from, so that is what counts as one client."""


def network_of(address: str) -> str:
    """Give the network (/24, /48) inside which a device is taken to stay; the address itself where it is none."""
    parsed = parse_ip_address(address)
    if parsed is None:
        return address
    prefix = IPV4_NETWORK_PREFIX if isinstance(parsed, IPv4Address) else IPV6_NETWORK_PREFIX
    return str(ip_network((parsed, prefix), strict=False))


def subscriber_of(address: str) -> str:
    """Give what one client can't change at will: an IPv4 address, or the /64 of an IPv6 address."""
    parsed = parse_ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_SUBSCRIBER_PREFIX), strict=False))
    return str(parsed or address)


def parse_ip_address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; an IPv4 address mapped into IPv6 is one of IPv4. None where it is none."""
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed
