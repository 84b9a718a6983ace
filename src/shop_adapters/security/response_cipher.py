"""Stored answers that only the client who asked for them can read: encrypted under the key of the request."""

import hmac
import secrets
from typing import Final

NONCE_BYTES: Final = 12


class AesResponseCipher:
    """AES-256-GCM under a key made from the shop's secret and the request's own key, which is nowhere stored."""

    def __init__(self, secret_key: str) -> None:
        self._secret = hmac.digest(secret_key.encode(), b"sealed answers", "sha256")

    def encrypt(self, response: bytes, key: str) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._own(key)).encrypt(nonce, response, None)

    def decrypt(self, encrypted: bytes, key: str) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._own(key)).decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], None)
        except InvalidTag as error:
            msg = "the answer was not encrypted with this key"
            raise ValueError(msg) from error

    def _own(self, key: str) -> bytes:
        return hmac.digest(self._secret, key.encode(), "sha256")
