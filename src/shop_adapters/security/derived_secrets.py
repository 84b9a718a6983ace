"""Secrets that are made from their row's id when they are needed, and stored nowhere."""

from uuid import UUID

from shop_adapters.security.key_ring import KeyRing, mac
from shop_domain.accounts.one_time_token import Purpose, TokenId


class LinkTokens:
    """128 bits that nobody without the server's key can know, written in the shape of a UUID."""

    def __init__(self, *, keys: KeyRing) -> None:
        self._key = keys.key("one-time token")

    def token_of(self, token_id: TokenId, purpose: Purpose) -> str:
        """Make the secret of a mailed link from the id of its row; always the same one."""
        return str(UUID(bytes=mac(self._key, purpose.value.encode(), token_id.bytes)[:16]))


class SecondFactorSecrets:
    """What authenticator apps count from."""

    def __init__(self, *, keys: KeyRing) -> None:
        self._key = keys.key("second factor")

    def secret_of(self, enrolment: UUID) -> bytes:
        """Make the 160 bits of an enrolment; always the same ones."""
        return mac(self._key, enrolment.bytes)[:20]
