"""Find the route that a request is meant for."""

from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec

from provider_simulators.http_messages import Request

A = TypeVar("A")


class Route(msgspec.Struct, Generic[A], frozen=True):
    """A method, a path with `{named}` parts, and what answers it."""

    method: str
    pattern: str
    handler: A


def match_route(routes: Iterable[Route[A]], request: Request) -> tuple[Route[A], Request] | None:
    """Return the first route that fits, and the request with its named parts filled in."""
    for route in routes:
        named = _match(route.pattern, request.path) if route.method == request.method else None
        if named is not None:
            return route, msgspec.structs.replace(request, path_params=named)
    return None


def _match(pattern: str, path: str) -> dict[str, str] | None:
    wanted, given = _segments(pattern), _segments(path)
    if len(wanted) != len(given):
        return None
    pairs = list(zip(wanted, given, strict=True))
    if any(not want.startswith("{") and want != got for want, got in pairs):
        return None
    return {want.strip("{}"): got for want, got in pairs if want.startswith("{")}


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")
