"""By what is a guest known?

A key that the shop hands out: 160 random bits, the time of its making, and a seal by which the shop knows its own.
So a first look at an empty cart needs no row, and a key that somebody made up opens nothing, however long it is.
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
    """How guests' keys are made and known again."""

    secret: bytes
    lifetime: timedelta = timedelta(days=90)
    """How long a key is good for that no cart was ever kept under."""

    def issue(self, random: bytes, now: datetime) -> str:
        """Make a key from unpredictable bytes."""
        said = random + int(now.timestamp()).to_bytes(_TIME_BYTES)
        return urlsafe_b64encode(said + self._signature(said)).decode("ascii")

    def is_valid(self, key: str, now: datetime) -> bool:
        """Tell whether the shop made the key, and not too long ago."""
        try:
            raw = urlsafe_b64decode(key)
        except (NotBase64, ValueError):
            return False
        said, seal = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
        if len(raw) != _LENGTH or not compare_digest(seal, self._signature(said)):
            return False
        made_at = datetime.fromtimestamp(int.from_bytes(said[RANDOM_BYTES:]), UTC)
        return now - made_at < self.lifetime

    def _signature(self, said: bytes) -> bytes:
        return digest(self.secret, b"guest-key:" + said, "sha256")[:_SIGNATURE_BYTES]


def hash_guest_key(key: str) -> GuestKeyHash:
    """Give the form in which a key is kept and looked up."""
    return GuestKeyHash(sha256(key.encode()).hexdigest())
