"""Which names the shop answers to."""

import re
from collections.abc import Iterable
from typing import Final

from shop_http.errors import HttpError

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::[0-9]{1,5})?")
ANY: Final = "*"


class InvalidHost(HttpError):
    """The Host header is missing, doubled or not one of ours."""

    code = "invalid_host"
    status = 400
    message = "The Host header is not valid here."


class AllowedHosts:
    """Exact names; one that starts with a dot stands for the domain and everything below it."""

    def __init__(self, names: Iterable[str]) -> None:
        """Answer to these names only; `*` answers to all."""
        lowered = {name.lower().strip("[]") for name in names}
        self._any = ANY in lowered
        self._exact = {name.removeprefix(".") for name in lowered}
        self._domains = tuple(name for name in lowered if name.startswith("."))

    def check(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Let a request pass that names one of our hosts, once; raise InvalidHost."""
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1:
            raise InvalidHost
        match = _HOST.fullmatch(hosts[0].decode("latin-1").lower())
        if match is None or not self._is_ours(match.group(1).strip("[]")):
            raise InvalidHost

    def _is_ours(self, host: str) -> bool:
        return self._any or host in self._exact or (bool(self._domains) and host.endswith(self._domains))
