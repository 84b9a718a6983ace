"""Is this the code that the user's app shows?"""

import hmac
from base64 import b32encode
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from msgspec.structs import replace

from shop_domain.accounts.model import SecondFactor
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.errors import InvalidSecondFactor, SecondFactorRequired

STEP_SECONDS: Final = 30
DIGITS: Final = 6
CLOCK_DRIFT_STEPS: Final = (0, -1, 1)
"""A phone's clock may be half a minute off."""


def totp_at(secret: bytes, step: int) -> str:
    """Give the code of one half minute (RFC 6238)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def is_enabled(factor: SecondFactor | None) -> bool:
    """Tell whether a code is asked for at all."""
    return factor is not None and factor.confirmed_at is not None


def consume_code(factor: SecondFactor, secret: bytes, typed: str | None, now: datetime) -> SecondFactor:
    """Take a code, or a recovery code, which then works no more.

    Raises SecondFactorRequired where none was given, or InvalidSecondFactor.
    """
    text = (typed or "").replace(" ", "").replace("-", "").lower()
    if not text:
        raise SecondFactorRequired
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present + drift for drift in CLOCK_DRIFT_STEPS):
        if step > factor.last_step and hmac.compare_digest(totp_at(secret, step).encode(), text.encode()):
            return replace(factor, last_step=step)
    digest = digest_of(text)
    if digest in factor.recovery:
        return replace(factor, recovery=tuple(left for left in factor.recovery if left != digest))
    raise InvalidSecondFactor


def provisioning_uri(secret: bytes, email: str, shop: str) -> str:
    """Write the address that an authenticator app reads off a picture."""
    label = quote(f"{shop}:{email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': base32_secret(secret), 'issuer': shop})}"


def base32_secret(secret: bytes) -> str:
    """Write the secret as it is typed into an app."""
    return b32encode(secret).decode().rstrip("=")
