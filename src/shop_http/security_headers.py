"""What browsers are told about every answer, unless it says otherwise itself."""

from typing import Final, TypeAlias

RawHeaders: TypeAlias = tuple[tuple[bytes, bytes], ...]

API_POLICY: Final = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_ALWAYS: Final[RawHeaders] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", API_POLICY),
)
_HTTPS_ONLY: Final = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")


def security_headers(*, is_production: bool) -> RawHeaders:
    """Give the headers of every answer; production is https only."""
    return (*_ALWAYS, _HTTPS_ONLY) if is_production else _ALWAYS
