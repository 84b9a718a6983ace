"""What is wrong with the settings, by variable."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from shop_adapters.composition.production_validation import unsafe_in_production
from shop_adapters.composition.settings import MEMORY_URL, Settings, fields_marked
from shop_adapters.loopback import is_loopback
from shop_domain.kernel.currency import CURRENCIES

SECRET_KEY_BYTES: Final = 32
_HOST: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9])?", re.ASCII)
CREDENTIAL_PAIRS: Final = (
    ("paypal_client_id", "paypal_client_secret"),
    ("redsys_merchant_code", "redsys_secret_key"),
    ("binance_pay_key", "binance_pay_secret"),
)
PROVIDER_URL_FIELDS: Final = fields_marked("provider_url")
URL_FIELDS: Final = (*fields_marked("url"), *PROVIDER_URL_FIELDS)


class SettingsError(Exception):
    """The shop can't start with these settings; the message is one line."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in problems.items()))
        self.errors = dict(problems)


def validate_settings(settings: Settings, *, given: frozenset[str]) -> dict[str, str]:
    """Answer what is wrong by variable; `given` names the fields that somebody set."""
    found = [*_malformed(settings, given)]
    if settings.is_production:
        found += unsafe_in_production(settings, given=given)
    return {name.upper(): text for name, text in reversed(found)}


def _malformed(settings: Settings, given: frozenset[str]) -> Iterator[tuple[str, str]]:
    if "secret_key" in given and len(settings.secret_key.encode()) < SECRET_KEY_BYTES:
        yield "secret_key", f"must be at least {SECRET_KEY_BYTES} bytes long"
    yield from _urls(settings, given)
    yield from _lists(settings)
    yield from _storage(settings, given)
    if settings.shop_currency not in CURRENCIES:
        yield "shop_currency", "must be a currency of ISO 4217, such as EUR"
    if not _is_mail_url(settings.email_url):
        yield "email_url", "must be smtp://user:password@host:port, smtps://…, console: or file:FOLDER"
    if "@" not in parseaddr(settings.email_from)[1] or not settings.email_from.isprintable():
        yield "email_from", "must be a mail address, such as Shop <shop@example.com>"
    if settings.redis_url and _scheme(settings.redis_url) not in {"redis", "rediss", "unix"}:
        yield "redis_url", "must be redis://host:port/number or rediss://…"
    for one, other in CREDENTIAL_PAIRS:
        if (getattr(settings, one) is None) != (getattr(settings, other) is None):
            yield (one if getattr(settings, one) is None else other), "is missing: its other half is set"


def _storage(settings: Settings, given: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not _is_database(settings.database_url):
        yield "database_url", "must be sqlite:///file.db, sqlite:////absolute/file.db or postgresql://…"
    if settings.storage == "memory" and "web_concurrency" in given and settings.web_concurrency > 1:
        yield "web_concurrency", "must be 1 where each process would have a memory of its own"


def _urls(settings: Settings, given: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not _is_host(settings.host):
        yield "host", "must be an IP address or a name of this machine"
    for name in URL_FIELDS:
        if name == "public_url" and name not in given and not _is_host(settings.host):
            continue  # it is made of the host
        address: str | None = getattr(settings, name)
        if address is not None and not _is_http_url(address):
            yield name, "must be an http:// or https:// address with no query and no fragment"
        elif (
            name in PROVIDER_URL_FIELDS
            and address
            and _scheme(address) == "http"
            and not is_loopback(urlsplit(address).hostname or "")
        ):
            yield name, "must be https:// (plain http goes to this machine only)"


def _lists(settings: Settings) -> Iterator[tuple[str, str]]:
    if any("/" in host or " " in host for host in settings.allowed_hosts):
        yield "allowed_hosts", "must be host names separated by commas, without scheme and path"
    if not all(origin == "*" or _is_origin(origin) for origin in settings.cors_allowed_origins):
        yield "cors_allowed_origins", "must be origins such as https://shop.example.com, separated by commas"
    if not all(map(_is_network, settings.trusted_proxies)):
        yield "trusted_proxies", "must be IP addresses or networks, separated by commas"


def _is_host(text: str) -> bool:
    return _is_network(text) or _HOST.fullmatch(text) is not None


def _scheme(address: str) -> str:
    return address.partition(":")[0].lower()


def _is_http_url(address: str) -> bool:
    try:
        parts = urlsplit(address)
        reachable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username) and address.isprintable() and " " not in address
    return parts.scheme in {"http", "https"} and reachable and plain


def _is_origin(origin: str) -> bool:
    return _is_http_url(origin) and urlsplit(origin).path == ""


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_database(address: str) -> bool:
    if address == MEMORY_URL or (address.startswith("sqlite:///") and len(address) > len("sqlite:///")):
        return address.partition("?")[0] != "sqlite:///:memory:"
    if _scheme(address) not in {"postgresql", "postgres"}:
        return False
    try:
        parts = urlsplit(address)
        return len(parts.path) > 1 and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _is_mail_url(address: str) -> bool:
    scheme, _, rest = address.partition(":")
    if scheme in {"smtp", "smtps"}:
        try:
            parts = urlsplit(address)
            return bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            return False
    return address == "console:" or (scheme == "file" and bool(rest))
