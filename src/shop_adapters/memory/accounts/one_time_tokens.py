"""One-time tokens in memory."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.accounts.tables import MemoryAccountTables
from shop_domain.accounts.model import UserId
from shop_domain.accounts.one_time_token import OneTimeToken
from shop_domain.kernel.errors import ConcurrentUpdate


class MemoryOneTimeTokens:
    def __init__(self, tables: MemoryAccountTables) -> None:
        self._tokens = tables.one_time_tokens

    def add(self, token: OneTimeToken) -> None:
        self._replace(token.user_id, token.created_at, purpose=token.purpose)
        self._tokens.put(token.id, token)

    def lock(self, digest: str) -> OneTimeToken | None:
        return next((token for token in self._tokens if token.digest == digest), None)

    def mark_used(self, token: OneTimeToken, ip_address: str, now: datetime) -> None:
        """Note that the link did its work, and for whom; raise ConcurrentUpdate if it had already."""
        stored = self._tokens.get(token.id)
        if stored is None or stored.used_at is not None:
            raise ConcurrentUpdate
        self._tokens.put(token.id, replace(stored, used_at=now, used_ip=ip_address))

    def revoke_all(self, user_id: UserId, now: datetime) -> None:
        self._replace(user_id, now, purpose=None)

    def _replace(self, user_id: UserId, now: datetime, *, purpose: str | None) -> None:
        for token in self._tokens:
            live = token.user_id == user_id and token.used_at is None and token.replaced_at is None
            if live and purpose in {None, token.purpose}:
                self._tokens.put(token.id, replace(token, replaced_at=now))
