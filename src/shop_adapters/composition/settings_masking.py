"""Settings that may be shown."""

from typing import Final, cast

import msgspec

from shop_adapters.composition.settings import Settings, fields_marked

MASK: Final = "********"
SECRET_FIELDS: Final = frozenset(fields_marked("secret"))
CREDENTIAL_URL_FIELDS: Final = frozenset(fields_marked("credential_url"))


def masked_settings(settings: Settings) -> dict[str, str]:
    """Answer the effective settings by variable, secrets masked; what is not set is empty."""
    return {name.upper(): _shown(name, value) for name, value in msgspec.structs.asdict(settings).items()}


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in SECRET_FIELDS:
        return MASK
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(str, cast("tuple[object, ...]", value)))
    text = str(value)
    return mask_url_password(text) if name in CREDENTIAL_URL_FIELDS else text


def mask_url_password(url: str) -> str:
    """Hide whatever stands as a password in an address, however it is written."""
    scheme, found, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    if not (found and at):
        return url
    user, colon, _ = credentials.partition(":")
    return f"{scheme}://{user}{colon}{MASK if colon else ''}@{place}"
