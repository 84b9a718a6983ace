"""Ports that nobody listens on."""

import socket


def resolve_host(host: str) -> str:
    """Resolve a name that this machine has, such as localhost; addresses stay as they are. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = [str(place[0]) for *_, place in found]
    return min(addresses, key=lambda address: ":" in address)


def find_free_port(host: str) -> int:
    """Find a port that is free now."""
    address = resolve_host(host)
    with _socket(address) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def require_port_free(host: str, port: int) -> None:
    """Raise OSError where somebody listens already: the server itself would share the port with them, in silence."""
    with _socket(resolve_host(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((resolve_host(host), port))


def _socket(address: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
