"""How many requests came, how they ended and how long they took, in the text format of Prometheus.

Each process counts its own; the `process` label tells them apart. Paths are counted by their route, so the number of
lines does not grow with the number of things in the shop.
"""

import hmac
import os
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from shop_http.authentication import MalformedCredentials, NotAuthenticated, parse_bearer
from shop_http.errors import NotFound
from shop_http.health import VERSION

BUCKET_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NO_ROUTE: Final = "none"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "OTHER"


class Metrics:
    """Counts, and tells them to whoever has the token; without a token it does neither."""

    def __init__(self, token: str | None) -> None:
        self._token = token
        self._requests = Counter[tuple[str, str, int]]()
        self._times = defaultdict[str, list[int]](lambda: [0] * (len(BUCKET_BOUNDS) + 1))
        self._seconds = defaultdict[str, float](float)

    def record(self, *, method: str, route: str | None, status: int, seconds: float) -> None:
        if self._token is None:
            return
        name = route or NO_ROUTE
        self._requests[method if method in METHODS else OTHER, name, status] += 1
        self._times[name][bisect_left(BUCKET_BOUNDS, seconds)] += 1
        self._seconds[name] += seconds

    def render(self, authorization: str | None) -> str:
        """Write everything; raise NotFound without a token set, NotAuthenticated or MalformedCredentials."""
        if self._token is None:
            raise NotFound
        given = parse_bearer(authorization)
        if given is None:
            raise NotAuthenticated
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            raise MalformedCredentials("The token is not valid.")
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        process = f'process="{os.getpid()}"'
        yield from _head("shop_info", "gauge", "The version of the shop.")
        yield f'shop_info{{version="{VERSION}",{process}}} 1'
        yield from _head("shop_requests_total", "counter", "Requests that were answered.")
        for (method, route, status), count in sorted(self._requests.items()):
            yield f'shop_requests_total{{method="{method}",route="{route}",status="{status}",{process}}} {count}'
        yield from _head("shop_request_seconds", "histogram", "How long answers took.")
        for route, counts in sorted(self._times.items()):
            yield from _histogram(f'route="{route}",{process}', counts, self._seconds[route])


def _head(name: str, kind: str, meaning: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"


def _histogram(labels: str, counts: list[int], seconds: float) -> Iterator[str]:
    bounds = (*map(str, BUCKET_BOUNDS), "+Inf")
    for bound, count in zip(bounds, accumulate(counts), strict=True):
        yield f'shop_request_seconds_bucket{{{labels},le="{bound}"}} {count}'
    yield f"shop_request_seconds_sum{{{labels}}} {seconds:.6f}"
    yield f"shop_request_seconds_count{{{labels}}} {sum(counts)}"
