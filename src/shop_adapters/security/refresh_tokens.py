"""Refresh tokens: made from a server key, a session and a generation, so that none has to be stored."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest
from typing import Final
from uuid import UUID

from shop_adapters.security.key_ring import KeyRing, mac
from shop_domain.auth.errors import TokenNotValid
from shop_domain.auth.model import SessionId

SESSION_BYTES: Final = 16
GENERATION_BYTES: Final = 4
LENGTH: Final = 70
"""Of session, generation and a code of 32 bytes, in base64 without padding."""


class MacRefreshTokens:
    """The long-lived halves of token pairs."""

    def __init__(self, *, keys: KeyRing) -> None:
        self._keys = tuple(keys.keys("refresh token"))

    def issue(self, session_id: SessionId, generation: int) -> str:
        return _token(self._keys[0], session_id, generation)

    def read(self, token: str) -> tuple[SessionId, int]:
        if len(token) != LENGTH or not token.isascii():
            raise TokenNotValid
        try:
            content = urlsafe_b64decode(token + "==")
        except ValueError as error:
            raise TokenNotValid from error
        session_id = SessionId(UUID(bytes=content[:SESSION_BYTES]))
        generation = int.from_bytes(content[SESSION_BYTES : SESSION_BYTES + GENERATION_BYTES], "big")
        if not any(compare_digest(_token(key, session_id, generation), token) for key in self._keys):
            raise TokenNotValid
        return session_id, generation


def _token(key: bytes, session_id: SessionId, generation: int) -> str:
    named = session_id.bytes + generation.to_bytes(GENERATION_BYTES, "big")
    return urlsafe_b64encode(named + mac(key, named)).rstrip(b"=").decode()
