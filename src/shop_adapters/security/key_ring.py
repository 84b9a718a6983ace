"""The keys that the shop signs with: made from one secret, a different one for each use."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

KEY_ID_CHARACTERS: Final = 8


class KeyRing:
    """The present secret signs; the one before it, while it is kept, still verifies."""

    def __init__(self, present: str, previous: str | None = None) -> None:
        self._secrets = [secret.encode() for secret in (present, previous) if secret]

    def key(self, use: str) -> bytes:
        """Give the key that signs for a use."""
        return _derived(self._secrets[0], use)

    def keys(self, use: str) -> Iterator[bytes]:
        """Give the keys that may have signed for a use, the present one first."""
        return (_derived(secret, use) for secret in self._secrets)


def key_id(key: bytes) -> str:
    """Name a key without giving it away."""
    return sha256(b"key id:" + key).hexdigest()[:KEY_ID_CHARACTERS]


def mac(key: bytes, *parts: bytes) -> bytes:
    """Authenticate parts, each with its length so that no two lists of parts look alike."""
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key, message, "sha256")


def _derived(secret: bytes, use: str) -> bytes:
    return hmac.digest(secret, b"shop:" + use.encode(), "sha256")
