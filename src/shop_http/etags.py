"""Entity tags: made from versions, so that a thing is never encoded to learn whether it changed."""

import re
from typing import Final

import msgspec

from shop_domain.kernel.errors import Stale

_TAG: Final = re.compile(r'"[\x21\x23-\x7e]*"')
_VERSION: Final = re.compile(r'"([0-9]{1,18})(?:-[\x21\x23-\x7e]*)?"', re.ASCII)


def etag_of(version: int, *beside: object) -> str:
    """Make a tag from a thing's version, and from whatever else shows in its answer (a price list's version, say)."""
    return '"' + "-".join(map(str, (version, *beside))) + '"'


class IfMatch(msgspec.Struct, frozen=True):
    """What the caller believes to change: hand `version` to the service as the expected one."""

    version: int | None


def if_match_of(header: str | None) -> IfMatch:
    """Read If-Match; raise Stale where it holds no tag that this shop could have given."""
    if header is None or header.strip() == "*":
        return IfMatch(None)
    match = _VERSION.fullmatch(header.strip())
    if match is None:
        raise Stale
    return IfMatch(int(match.group(1)))


def is_known(etag: str, if_none_match: str | None) -> bool:
    """Tell whether the client holds this very version already."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag in _TAG.findall(if_none_match)
