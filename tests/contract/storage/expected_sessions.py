"""What a plain account of the door says about its sessions."""

from datetime import datetime

import msgspec

from shop_domain.auth.model import ClientInfo, TokenPair


class ExpectedSession(msgspec.Struct):
    """A session as it should be."""

    name: str
    pairs: list[TokenPair]
    last_activity: datetime
    rotated_at: datetime
    rotated_for: ClientInfo | None = None
    pair_used: bool = True
    is_active: bool = True


def is_same_client(one: ClientInfo | None, other: ClientInfo) -> bool:
    return one is not None and one.user_agent == other.user_agent and _net(one) == _net(other)


def _net(client: ClientInfo) -> str:
    return client.ip_address.rpartition(".")[0]
