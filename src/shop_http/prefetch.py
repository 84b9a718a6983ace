"""Is a link followed, or only fetched in case somebody might follow it?"""

from typing import Final

import msgspec

from shop_domain.kernel.errors import ErrorKind, ShopError
from shop_http.request_info import RequestInfo

_PURPOSES: Final = (b"sec-purpose", b"purpose", b"x-moz", b"x-purpose")


class PrefetchRefused(ShopError):
    """A browser fetches a link before anybody follows it; this one must wait, since it does something."""

    code = "fetched_ahead"
    kind = ErrorKind.FORBIDDEN
    message = "This link works when it is followed, not before."


class PrefetchInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How a link is fetched: by somebody who follows it, or by a HEAD request or a browser that fetches ahead."""

    is_head: bool
    is_ahead: bool

    def require_intentional(self) -> bool:
        """Tell whether a link that does something shall do it; raise PrefetchRefused where nobody followed it yet."""
        if self.is_ahead:
            raise PrefetchRefused
        return not self.is_head


def prefetch_info(info: RequestInfo) -> PrefetchInfo:
    """Tell how a link is fetched."""
    purposes = (info.header(name) or "" for name in _PURPOSES)
    ahead = any(word in purpose.lower() for purpose in purposes for word in ("prefetch", "preview"))
    return PrefetchInfo(is_head=info.method == "HEAD", is_ahead=ahead)
