"""One line of JSON a request: enough to find it again, and nothing that opens a door."""

import logging
import re
from datetime import datetime
from typing import Final, TextIO

from shop_http.answers import encode
from shop_http.exchange import Exchange

LOGGER: Final = logging.getLogger("shop.access")
"""Set its level above INFO to switch the access log off."""
SECRET_PATH_PARAMETERS: Final = frozenset({"token"})
"""Path parameters that are secrets: whoever reads one may use it."""
MASK: Final = "***"
_LONG_SEGMENT: Final = re.compile(r"[^/]{20,}")


def configure_access_log(output: TextIO) -> None:
    """Send the lines there as they are, past whatever else formats log lines: they are made for every request."""
    handler = logging.StreamHandler(output)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False


def redacted_path(exchange: Exchange) -> str:
    """Give the path without what is secret in it; an address that no route knows loses every long part."""
    if exchange.route is None:
        return _LONG_SEGMENT.sub(MASK, exchange.path[:500])
    path = exchange.path
    for name in SECRET_PATH_PARAMETERS & exchange.parameters.keys():
        path = path.replace(str(exchange.parameters[name]), MASK)
    return path


def log_request(exchange: Exchange, *, at: datetime, status: int, size: int, seconds: float) -> None:
    """Write the line of a request that was answered."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    user = exchange.caller.user
    line = {
        "at": at,
        "request_id": exchange.request_id,
        "method": exchange.method,
        "path": redacted_path(exchange),
        "status": status,
        "bytes": size,
        "ms": round(seconds * 1000, 1),
        "client": exchange.client.ip_address,
        "user": None if user is None else user.user_id,
    }
    LOGGER.info(encode(line).decode())
