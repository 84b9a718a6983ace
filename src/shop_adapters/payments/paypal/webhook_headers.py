"""Refuse a notification that is obviously not PayPal's, before PayPal is asked."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from shop_adapters.payments.paypal.environment import PayPalEnvironment

_JSON: Final = "application/json"
_PREFIX: Final = "paypal-"
_PATTERNS: Final = {
    "transmission-id": re.compile(r"(?![0-9]+$)[A-Za-z0-9_][!-~]{1,49}"),
    # The published shape wants a letter, digit or underscore first, which base64 does not promise.
    "transmission-sig": re.compile(r"(?![0-9]+$)[A-Za-z0-9_+/][!-~]{1,499}"),
    "transmission-time": re.compile(r"[0-9TtZz:.+-]{10,100}"),
    "cert-url": re.compile(r"[!-~]{1,500}"),
    "auth-algo": re.compile(r"[A-Za-z0-9]{1,100}"),
}
"""As PayPal publishes them for its check: whatever fits is for PayPal to judge."""


def header_error(headers: Mapping[str, str], environment: PayPalEnvironment) -> str | None:
    """Tell what is wrong with the headers; None where only PayPal can tell whether they are genuine."""
    if headers.get("content-type", _JSON).partition(";")[0].strip().lower() != _JSON:
        return "the content type is not JSON"
    for name, shape in _PATTERNS.items():
        if not shape.fullmatch(headers.get(_PREFIX + name, "")):
            return f"{_PREFIX}{name} is missing or malformed"
    if not _is_time(headers["paypal-transmission-time"]):
        return "paypal-transmission-time is no time"
    if not environment.accepts_certificate_url(headers["paypal-cert-url"]):
        return "paypal-cert-url is not an address of PayPal's certificates"
    return None


def verification_headers(headers: Mapping[str, str], webhook_id: str) -> dict[str, str]:
    """Repeat the headers as the question whether they are genuine; the webhook is ours, never the sender's."""
    named = {name.replace("-", "_"): headers[_PREFIX + name] for name in _PATTERNS}
    return {**named, "webhook_id": webhook_id}


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
