"""Which PayPal environment is called, and which addresses belong to it."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from shop_adapters.loopback import is_loopback

_CERTIFICATE: Final = re.compile(r"/v1/notifications/certs/[A-Za-z0-9._-]{1,200}")
_PLAIN: Final = re.compile(r"[!-\[\]-~]{1,2000}")
"""Visible ASCII without the backslash, which browsers read as a slash."""
_ORDER_ID: Final = re.compile(r"[A-Z0-9]{1,36}")
_ANY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LIVE: Final = frozenset({"api.paypal.com", "api-m.paypal.com"})
_SANDBOX: Final = frozenset({"api.sandbox.paypal.com", "api-m.sandbox.paypal.com"})


class PayPalEnvironment:
    """One environment of PayPal: live, sandbox, or a simulator on this machine."""

    def __init__(self, base: str, *, browser_url: str | None = None) -> None:
        """Take the base of the API; raise ValueError unless it is https, or http to this machine.

        A simulator on this machine may show its pages to payers elsewhere, through a tunnel or by a container's name.
        """
        split = _split(base)
        if split is None or (split.scheme != "https" and not is_loopback(split.hostname or "")):
            raise ValueError("the base of PayPal's API must be https, or http on this machine")
        self.base_url = base.rstrip("/")
        self._path = split.path.rstrip("/")
        self._origin = _origin(split)
        self._host = split.hostname or ""
        self.is_local = is_loopback(self._host)
        """A stand-in for PayPal, which may show PayPal's own addresses or its own, and name orders in its own way."""
        self._browser_url = _split(browser_url or "") if self.is_local else None

    def accepts_order_id(self, text: str) -> bool:
        """Tell whether this may be an order's id, so that an address can be made of it."""
        return (_ANY_ID if self.is_local else _ORDER_ID).fullmatch(text) is not None

    def accepts_payer_page(self, url: str) -> bool:
        """Tell whether the payer may be sent to this address."""
        split = _split(url)
        if split is None:
            return False
        host = split.hostname or ""
        if self.is_local:
            return is_loopback(host) or _is_paypals(split) or self._is_below_browser_url(split)
        return _is_paypals(split) or (_is_secure(split) and host == self._host)

    def accepts_certificate_url(self, url: str) -> bool:
        """Tell whether this environment may keep its certificates at this address, which only PayPal ever fetches."""
        split = _split(url)
        if split is None or "?" in url or "#" in url:
            return False
        if self.is_local:
            return self._has_origin_of(split) or _is_paypals(split)
        if not split.path.startswith(self._path) or not _CERTIFICATE.fullmatch(split.path[len(self._path) :]):
            return False
        if self._host in _LIVE | _SANDBOX:
            hosts = _LIVE if self._host in _LIVE else _SANDBOX
            return _is_secure(split) and split.hostname in hosts
        return self._has_origin_of(split)

    def _has_origin_of(self, split: SplitResult) -> bool:
        return _origin(split) == self._origin

    def _is_below_browser_url(self, split: SplitResult) -> bool:
        pages = self._browser_url
        return pages is not None and _origin(split) == _origin(pages) and split.path.startswith(f"{pages.path}/")


def _split(url: str) -> SplitResult | None:
    """Take an address apart; None where it is not a plain http address."""
    if not _PLAIN.fullmatch(url):
        return None
    try:
        split = urlsplit(url)
        is_plain = split.scheme in ("http", "https") and bool(split.hostname) and (split.port or 1) > 0
    except ValueError:
        return None
    return split if is_plain and "@" not in split.netloc else None


def _origin(split: SplitResult) -> tuple[str, str | None, int | None]:
    return split.scheme, split.hostname, split.port


def _is_secure(split: SplitResult) -> bool:
    return split.scheme == "https" and split.port in (None, 443)


def _is_paypals(split: SplitResult) -> bool:
    return _is_secure(split) and (split.hostname or "").endswith(".paypal.com")
