"""Entity tags: made from versions, so that a thing is never encoded to learn whether it changed."""

import re
from typing import Final

import msgspec

from shop_domain.kernel.errors import StaleVersion

_TAG: Final = re.compile(r'"[\x21\x23-\x7e]*"')
_STRONG: Final = re.compile(r'(?<!W/)"[\x21\x23-\x7e]*"')
_VERSION: Final = re.compile(r'"([0-9]{1,18})(?:-[\x21\x23-\x7e]*)?"', re.ASCII)


def make_etag(version: int, *beside: object) -> str:
    """Make a tag from a thing's version, and from whatever else shows in its answer (a price list's version, say)."""
    return '"' + "-".join(map(str, (version, *beside))) + '"'


class IfMatch(msgspec.Struct, frozen=True):
    """What the caller believes to change: hand `version` to the service as the expected one."""

    version: int | None


def parse_if_match(header: str | None) -> IfMatch:
    """Read If-Match; raise Stale where it holds no tag that this shop could have given.

    Versions only grow, so of several tags the newest is the only one that may still stand.
    """
    if header is None or header.strip() == "*":
        return IfMatch(None)
    versions = tuple(int(match.group(1)) for tag in _STRONG.findall(header) if (match := _VERSION.fullmatch(tag)))
    if not versions:
        raise StaleVersion
    return IfMatch(max(versions))


class NotModified(Exception):
    """The client holds this very version already."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


class IfNoneMatch(msgspec.Struct, frozen=True):
    """What the caller holds already, for a handler that can tell a thing's version for less than the thing itself."""

    header: str | None

    def __bool__(self) -> bool:
        """Tell whether the caller holds anything."""
        return self.header is not None

    def raise_if_matches(self, etag: str) -> None:
        """Go no further where the caller holds this version; raise NotModified."""
        if etag_matches(etag, self.header):
            raise NotModified(etag)


def etag_matches(etag: str, if_none_match: str | None) -> bool:
    """Tell whether the client holds this very version already."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag in _TAG.findall(if_none_match)
