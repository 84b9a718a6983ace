"""By what is a guest identified?

By a key that the shop issues: 160 random bits, the time, and a signature. So a first look at an empty cart needs no
row, and a key that the shop did not issue is never valid.
Only the SHA-256 of a key is ever stored.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final

import msgspec

from shop_domain.cart.model import GuestKeyHash

RANDOM_BYTES: Final = 20
_TIME_BYTES: Final = 4
_SIGNATURE_BYTES: Final = 12
_LENGTH: Final = RANDOM_BYTES + _TIME_BYTES + _SIGNATURE_BYTES


class GuestKeyPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How guests' keys are issued and verified."""

    secret: bytes
    lifetime: timedelta = timedelta(days=90)
    """How long a key is valid that no cart was ever stored under."""

    def issue(self, random: bytes, now: datetime) -> str:
        """Issue a key from unpredictable bytes."""
        payload = random + int(now.timestamp()).to_bytes(_TIME_BYTES)
        return urlsafe_b64encode(payload + self._signature(payload)).decode("ascii")

    def is_valid(self, key: str, now: datetime) -> bool:
        """Tell whether the shop issued the key, and not too long ago."""
        try:
            raw = urlsafe_b64decode(key)
        except (NotBase64, ValueError):
            return False
        payload, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
        if len(raw) != _LENGTH or not compare_digest(signature, self._signature(payload)):
            return False
        issued_at = datetime.fromtimestamp(int.from_bytes(payload[RANDOM_BYTES:]), UTC)
        return now - issued_at < self.lifetime

    def _signature(self, payload: bytes) -> bytes:
        return digest(self.secret, b"guest-key:" + payload, "sha256")[:_SIGNATURE_BYTES]


def hash_guest_key(key: str) -> GuestKeyHash:
    """Give the form in which a key is stored and looked up."""
    return GuestKeyHash(sha256(key.encode()).hexdigest())
