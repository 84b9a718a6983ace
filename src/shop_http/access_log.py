"""One line of JSON a request: enough to find it again, and nothing that opens a door."""

import logging
import re
import time
from datetime import datetime
from typing import Final, TextIO

import msgspec
from litestar.types import Scope

from shop_http.litestar_internals import template_of
from shop_http.metrics import Metrics
from shop_http.request_info import RequestInfo

LOGGER: Final = logging.getLogger("shop.access")
"""Set its level above INFO to switch the access log off."""
SECRET_PATH_PARAMETERS: Final = frozenset({"token"})
"""Path parameters that are secrets: whoever reads one may use it."""
MASK: Final = "***"
_encode: Final = msgspec.json.Encoder().encode
_LONG_SEGMENT: Final = re.compile(r"[^/]{20,}")


def configure_access_log(output: TextIO) -> None:
    """Send the lines there as they are, past whatever else formats log lines: they are made for every request."""
    handler = logging.StreamHandler(output)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False


def redacted_path(info: RequestInfo, scope: Scope) -> str:
    """Give the path without what is secret in it; an address that no route knows loses every long part."""
    if template_of(scope) is None:
        return _LONG_SEGMENT.sub(MASK, info.path[:500])
    path, parameters = info.path, scope["path_params"]
    for name in SECRET_PATH_PARAMETERS & parameters.keys():
        path = path.replace(str(parameters[name]), MASK)
    return path


def log_request(info: RequestInfo, scope: Scope, *, at: datetime, metrics: Metrics) -> None:
    """Count a request that was answered, and write its line."""
    seconds = time.perf_counter() - info.started
    metrics.record(method=info.method, route=template_of(scope), status=info.status, seconds=seconds)
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    user = info.caller.user
    line = {
        "at": at,
        "request_id": info.request_id,
        "method": info.method,
        "path": redacted_path(info, scope),
        "status": info.status,
        "bytes": info.size,
        "ms": round(seconds * 1000, 1),
        "client": info.caller.client.ip_address,
        "user": None if user is None else user.user_id,
    }
    LOGGER.info(_encode(line).decode())
