"""Does a login look like somebody else's?"""

from collections.abc import Iterable

from shop_domain.auth.client_network import network_of
from shop_domain.auth.model import Session


def is_suspicious(ip_address: str, others: Iterable[Session]) -> bool:
    """Tell whether another active session of the user was opened from a different network.

    Where a device roams to within its session plays no part.
    """
    here = network_of(ip_address)
    return any(network_of(session.ip_address) != here for session in others)
