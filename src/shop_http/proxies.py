"""Where a request comes from, when it may have come through proxies of ours."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import TypeAlias

from shop_domain.auth.client_network import parse_ip_address, subscriber_of

IpAddress: TypeAlias = IPv4Address | IPv6Address


class TrustedProxies:
    """Believes X-Forwarded-For as far as our own proxies wrote it."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._networks = tuple(ip_network(address, strict=False) for address in addresses)

    def client_address(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """Tell the client's address: the first one from the right that is none of our proxies."""
        if not self._networks:
            return peer if ":" not in peer else str(_parse_address(peer) or peer)
        address = _parse_address(peer)
        for hop in reversed(_hops(headers)):
            if address is None or not self._trusts(address):
                break
            further = _parse_address(hop)
            if further is None:
                break
            address = further
        return peer if address is None else str(address)

    def _trusts(self, address: IpAddress) -> bool:
        return any(address.version == network.version and address in network for network in self._networks)


def rate_limit_key(address: str) -> str:
    """Name who a limit is for: an IPv4 address, or the /64 that one IPv6 customer is given."""
    return subscriber_of(address) if ":" in address else address  # nothing to read in most, and every request asks


def _hops(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    lines = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    return [hop.strip() for line in lines for hop in line.split(",")]


def _parse_address(text: str) -> IpAddress | None:
    """Read an address as proxies write it: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    return parse_ip_address(text.partition("%")[0])  # a zone means something to the proxy's machine alone
