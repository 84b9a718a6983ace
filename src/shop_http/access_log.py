"""One line of JSON a request: enough to find it again, and nothing that opens a door."""

import logging
import re
from datetime import datetime
from typing import Final, TextIO

from shop_http.answers import encode
from shop_http.exchange import Exchange

LOGGER: Final = logging.getLogger("shop.access")
"""Set its level above INFO to switch the access log off."""
CAPABILITIES: Final = frozenset({"token"})
"""Path parameters that are secrets: whoever reads one may use it."""
HIDDEN: Final = "***"
_TELLING: Final = re.compile(r"[^/]{20,}")


def write_access_log(output: TextIO) -> None:
    """Send the lines there as they are, past whatever else formats log lines: they are made for every request."""
    handler = logging.StreamHandler(output)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False


def path_of(exchange: Exchange) -> str:
    """Give the path without what is secret in it; an address that no route knows loses every long part."""
    if exchange.route is None:
        return _TELLING.sub(HIDDEN, exchange.path[:500])
    path = exchange.path
    for name in CAPABILITIES & exchange.parameters.keys():
        path = path.replace(str(exchange.parameters[name]), HIDDEN)
    return path


def note(exchange: Exchange, *, at: datetime, status: int, size: int, seconds: float) -> None:
    """Write the line of a request that was answered."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    user = exchange.caller.user
    line = {
        "at": at,
        "request_id": exchange.request_id,
        "method": exchange.method,
        "path": path_of(exchange),
        "status": status,
        "bytes": size,
        "ms": round(seconds * 1000, 1),
        "client": exchange.client.ip_address,
        "user": None if user is None else user.user_id,
    }
    LOGGER.info(encode(line).decode())
