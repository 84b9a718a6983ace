"""Names and addresses of this machine itself."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Tell whether what is sent to this host stays on this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
