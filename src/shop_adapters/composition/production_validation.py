"""What may not be where real shoppers are served."""

from collections.abc import Iterator
from typing import Final

from shop_adapters.composition.settings import MEMORY_URL, Settings, fields_marked

REQUIRED_FIELDS: Final = ("secret_key", "allowed_hosts", "public_url", "email_url")
HTTPS_ONLY_FIELDS: Final = (*fields_marked("url"), *fields_marked("provider_url"))
SECRET_FIELDS: Final = fields_marked("secret")
PLACEHOLDERS: Final = (
    "your",
    "change",
    "replace",
    "placeholder",
    "example",
    "secret-key",
    "secret_key",
    "insecure",
    "default",
)
MIN_DISTINCT_CHARACTERS: Final = 8


def unsafe_in_production(settings: Settings, *, given: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Answer each unsafe setting with what is wrong about it."""
    yield from ((name, "is required in production") for name in REQUIRED_FIELDS if name not in given)
    if not given & {"database_url", "db_name"}:
        yield "database_url", "is required in production (or DB_NAME, DB_USER, DB_PASSWORD, DB_HOST, DB_PORT)"
    yield from _for_development_only(settings)
    yield from _wildcards(settings)
    yield from _unencrypted(settings, given)
    for name in SECRET_FIELDS:
        if (secret := getattr(settings, name)) and _is_placeholder(secret):
            yield name, "is a placeholder or too simple; make one with: openssl rand -base64 48"


def _for_development_only(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.database_url == MEMORY_URL:
        yield "database_url", "must not forget: memory: is for dry runs"
    if settings.email_url == "console:":
        yield "email_url", "must not be console: in production: mails carry secrets, and output is kept in logs"
    if settings.debug:
        yield "debug", "must be false in production"


def _wildcards(settings: Settings) -> Iterator[tuple[str, str]]:
    for name in ("allowed_hosts", "cors_allowed_origins", "trusted_proxies"):
        if any("*" in item for item in getattr(settings, name)):
            yield name, "must not contain * in production"


def _unencrypted(settings: Settings, given: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name in HTTPS_ONLY_FIELDS:
        address: str | None = getattr(settings, name)
        if address and name in given and not address.startswith("https://"):
            yield name, "must be https:// in production"


def _is_placeholder(secret: str) -> bool:
    lowered = secret.lower()
    return len(set(secret)) < MIN_DISTINCT_CHARACTERS or any(word in lowered for word in PLACEHOLDERS)
