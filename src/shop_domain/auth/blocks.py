"""Whom have staff blocked?"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_network
from typing import Final, NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.model import User, UserId
from shop_domain.auth.client_network import parse_ip_address
from shop_domain.auth.model import ClientInfo

BlockId = NewType("BlockId", UUID)
PERMANENT: Final = datetime(9999, 1, 1, tzinfo=UTC)
IPV4_PREFIXES: Final = (32, 24, 16)
IPV6_PREFIXES: Final = (128, 64, 48)
IPV4_IN_IPV6: Final = 96
"""How many bits come before an IPv4 address that is mapped into IPv6."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A network or an account that may not authenticate, for a time or for ever."""

    id: BlockId
    subject: str
    """`ip:` and a network, or `user:` and an id."""
    reason: str
    until: datetime | None
    created_at: datetime
    created_by: UserId
    lifted_at: datetime | None = None
    lifted_by: UserId | None = None


class BlockSubject(msgspec.Struct, frozen=True, kw_only=True):
    """A client at some time, under every key that a block may have."""

    client: ClientInfo
    block_keys: tuple[str, ...]
    now: datetime


def block_subject(client: ClientInfo, now: datetime) -> BlockSubject:
    """Give the block keys of the networks that a client is in."""
    return BlockSubject(client=client, block_keys=_networks_of(client.ip_address), now=now)


@lru_cache(maxsize=4_096)
def _networks_of(text: str) -> tuple[str, ...]:
    address = parse_ip_address(text)
    if address is None:
        return ()
    prefixes = IPV4_PREFIXES if isinstance(address, IPv4Address) else IPV6_PREFIXES
    return tuple(f"ip:{ip_network((address, prefix), strict=False)}" for prefix in prefixes)


def _network(text: str) -> IPv4Network | IPv6Network:
    """Read an address or a network; an IPv4 address mapped into IPv6 is one of IPv4, as it is for a client."""
    network = ip_network(text, strict=False)
    if isinstance(network, IPv4Network):
        return network
    if network.network_address.scope_id is not None:
        raise ValueError("a zone is a place on one machine, and no part of an address that others know")
    mapped = network.network_address.ipv4_mapped
    if mapped is None or network.prefixlen < IPV4_IN_IPV6:
        return network
    return ip_network((mapped, network.prefixlen - IPV4_IN_IPV6))


def is_in_force(block: Block, now: datetime) -> bool:
    """Tell whether a block was not lifted, and its time is not over."""
    return block.lifted_at is None and (block.until is None or block.until > now)


def is_blocked(user: User, now: datetime) -> bool:
    """Tell whether staff block the user at this moment."""
    return user.blocked_until is not None and now < user.blocked_until


def blocked_until(blocks: Iterable[Block]) -> datetime | None:
    """Give the end of these blocks: the last to end decides; None where there is none."""
    return max((block.until or PERMANENT for block in blocks), default=None)


def blocked_user(block: Block) -> UserId | None:
    """Give the blocked user; None where a network is blocked."""
    kind, _, name = block.subject.partition(":")
    return UserId(UUID(name)) if kind == "user" else None


def network_block_key(text: str) -> str | None:
    """Give the block key of an address or network; None where it is neither, or of a size that is not looked up."""
    try:
        network = _network(text.strip())
    except ValueError:
        return None
    prefixes = IPV4_PREFIXES if isinstance(network, IPv4Network) else IPV6_PREFIXES
    return f"ip:{network}" if network.prefixlen in prefixes else None
